/** Bytes from servers and files: verified, resumed, retried, with credentials, proxies and trust as the environment says. */
@NullMarked
package io.milieu.core.fetch;

import org.jspecify.annotations.NullMarked;
