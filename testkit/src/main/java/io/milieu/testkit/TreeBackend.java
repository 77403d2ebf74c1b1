package io.milieu.testkit;

/**
 * A build backend that lies in the tree it builds (PEP 517, {@code backend-path}) and needs nothing else. It makes a wheel of the
 * file {@code METADATA} in the tree and of all modules in its folder {@code src}; an editable one leads to that folder.
 */
final class TreeBackend {
    static final String FOLDER = "_backend";
    static final String FILE = FOLDER + "/treebuild.py";

    private TreeBackend() {}

    /** {@return the backend, followed by further Python, which may replace its hooks} */
    static String source(String more) {
        return """
                import base64, email, hashlib, os, zipfile

                def build_editable(directory, config_settings=None, metadata_directory=None):
                    return build_wheel(directory, editable=True)

                def build_wheel(directory, config_settings=None, metadata_directory=None, editable=False):
                    with open("METADATA") as file:
                        text = file.read()
                    fields = email.message_from_string(text)
                    stem = fields["Name"].replace("-", "_") + "-" + fields["Version"]
                    files = {stem + ".dist-info/METADATA": text,
                        stem + ".dist-info/WHEEL":
                            "Wheel-Version: 1.0\\nGenerator: tree\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"}
                    if editable:
                        files["_" + stem.split("-")[0] + ".pth"] = os.path.abspath("src")
                    for module in [] if editable else sorted(os.listdir("src")):
                        with open(os.path.join("src", module)) as file:
                            files[module] = file.read()
                    record = ""
                    for path, content in files.items():
                        digest = base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest())
                        record += "%s,sha256=%s,%d\\n" % (path, digest.decode().rstrip("="), len(content.encode()))
                    record += stem + ".dist-info/RECORD,,\\n"
                    name = stem + "-py3-none-any.whl"
                    with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
                        for path, content in files.items():
                            wheel.writestr(path, content)
                        wheel.writestr(stem + ".dist-info/RECORD", record)
                    return name

                """ + more;
    }

    static String project(String requires) {
        return """
                [build-system]
                requires = [%s]
                build-backend = "treebuild"
                backend-path = ["%s"]
                """.formatted(requires, FOLDER);
    }
}
