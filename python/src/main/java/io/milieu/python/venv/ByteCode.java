package io.milieu.python.venv;

/** Byte code of layers. */
public final class ByteCode {
    private ByteCode() {}

    /** {@return the name of the file in a layer that says its byte code for that cache tag is complete} */
    static String marker(String cacheTag) {
        return ".bytecode-" + cacheTag;
    }
}
