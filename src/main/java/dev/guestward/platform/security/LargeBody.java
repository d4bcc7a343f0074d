package dev.guestward.platform.security;

import org.springframework.util.unit.DataSize;

/**
 * Where more may be posted than {@link BodyLimit} lets through elsewhere, also as a form with a file. A module names its
 * own with a bean of this type, and sees to the figure that it really means itself.
 *
 * @param path in full, without a pattern
 */
public record LargeBody(String path, DataSize largest) {}
