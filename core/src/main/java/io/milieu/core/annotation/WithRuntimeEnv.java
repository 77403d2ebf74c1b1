package io.milieu.core.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The runtime env that the code of a class or method runs in; {@link AnnotatedRuntimeEnv} reads it. An element that is left
 * empty is not part of the spec. A class gets what its superclass has, a method what its class has, both as
 * {@link io.milieu.core.spec.RuntimeEnv#inherit} does. A method that overrides another gets nothing from that method.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface WithRuntimeEnv {

    /** {@return {@code working_dir}} */
    String workingDir() default "";

    /** {@return {@code py_modules}} */
    String[] pyModules() default {};

    /** {@return {@code pip}, as a list of packages} */
    String[] pip() default {};

    /** {@return {@code uv}, as a list of packages} */
    String[] uv() default {};

    /** {@return {@code conda}, as a name or path} */
    String conda() default "";

    /** {@return {@code image_uri}} */
    String imageUri() default "";

    /** {@return {@code env_vars}, each as {@code NAME=value}} */
    String[] envVars() default {};

    /** {@return {@code py_executable}} */
    String pyExecutable() default "";

    /** {@return {@code java_jars}} */
    String[] javaJars() default {};

    /** {@return {@code excludes}} */
    String[] excludes() default {};

    /** {@return any spec as JSON, for the fields and forms that have no element; no field may be given in both ways} */
    String json() default "";
}
