package dev.guestward.platform.engine;

/** What a model may call. */
@ProcessBean
public class ProbeBean {
    public long twice(long number) {
        return 2 * number;
    }
}
