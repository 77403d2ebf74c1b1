# Enters this environment: source it from fish. `deactivate` leaves.
function deactivate
    if set -q _MILIEU_OLD_PATH
        set -gx PATH $_MILIEU_OLD_PATH
        set -e _MILIEU_OLD_PATH
    end
    set -e VIRTUAL_ENV
    set -e VIRTUAL_ENV_PROMPT
    if test "$argv[1]" != keep
        functions -e deactivate
    end
end
deactivate keep
set -gx VIRTUAL_ENV @VIRTUAL_ENV@
set -gx VIRTUAL_ENV_PROMPT @PROMPT@
set -gx _MILIEU_OLD_PATH $PATH
set -gx PATH "$VIRTUAL_ENV/bin" $PATH
