/** What projects and scripts say they need: {@code pyproject.toml} (PEP 621), dependency groups (PEP 735), script metadata (PEP 723). */
@NullMarked
package io.milieu.python.project;

import org.jspecify.annotations.NullMarked;
