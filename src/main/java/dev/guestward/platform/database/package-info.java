/**
 * The database's start order: Flyway first, as the owner of the tables; then the engine and the schedule, which find
 * their tables there; all of them as a role with fewer rights.
 *
 * <p>Versions: 1 engine, 2 schedule, 3 people; 10 and above belong to the business.
 */
@NullMarked
package dev.guestward.platform.database;

import org.jspecify.annotations.NullMarked;
