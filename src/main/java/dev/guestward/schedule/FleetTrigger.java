package dev.guestward.schedule;

/** Runs a fleet job before its time, on whichever node is free. */
public interface FleetTrigger {

    /** If that is not possible now, the job runs at its usual time. */
    void soon(String job);
}
