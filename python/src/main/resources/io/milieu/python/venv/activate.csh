# Enters this environment: source it from csh or tcsh. `deactivate` leaves.
alias deactivate 'if ($?_MILIEU_OLD_PATH) setenv PATH "$_MILIEU_OLD_PATH"; unset _MILIEU_OLD_PATH; unsetenv VIRTUAL_ENV; unsetenv VIRTUAL_ENV_PROMPT; rehash; unalias deactivate'
if ($?_MILIEU_OLD_PATH) setenv PATH "$_MILIEU_OLD_PATH"
setenv VIRTUAL_ENV @VIRTUAL_ENV@
setenv VIRTUAL_ENV_PROMPT @PROMPT@
set _MILIEU_OLD_PATH="$PATH"
setenv PATH "${VIRTUAL_ENV}/bin:$PATH"
rehash
