package dev.guestward.audit;

/** Who caused a change: a person (by object id), a schedule, the directory (somebody changed it there) or a workflow. */
public record Actor(Kind kind, String id) {
    public enum Kind {
        PERSON,
        SCHEDULE,
        DIRECTORY,
        WORKFLOW
    }

    public static Actor person(String objectId) {
        return new Actor(Kind.PERSON, objectId);
    }

    public static Actor schedule(String name) {
        return new Actor(Kind.SCHEDULE, name);
    }

    public static Actor directory() {
        return new Actor(Kind.DIRECTORY, "directory");
    }

    /** @param model id of the process that acts by its own rules */
    public static Actor workflow(String model) {
        return new Actor(Kind.WORKFLOW, model);
    }
}
