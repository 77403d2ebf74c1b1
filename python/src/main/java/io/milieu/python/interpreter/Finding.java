package io.milieu.python.interpreter;

/** One result of looking for interpreters: one that works or one that does not. */
public sealed interface Finding permits Interpreter, BrokenInterpreter {}
