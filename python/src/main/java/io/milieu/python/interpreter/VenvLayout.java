package io.milieu.python.interpreter;

/**
 * Where a virtual environment of an interpreter keeps its files, relative to its root (sysconfig's {@code venv} scheme).
 *
 * @param purelib for packages, for example {@code lib/python3.12/site-packages}
 * @param platlib for packages with machine code; on most systems the same
 * @param include for C headers
 * @param scripts for commands, {@code bin}
 * @param data for everything else; empty for the root
 */
public record VenvLayout(String purelib, String platlib, String include, String scripts, String data) {}
