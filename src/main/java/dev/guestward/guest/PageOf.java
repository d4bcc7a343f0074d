package dev.guestward.guest;

import java.util.List;
import java.util.function.Function;

/** One page of a list, in the shape the API answers with. */
public record PageOf<T>(List<T> content, Info page) {

    public record Info(int size, int number, long totalElements, int totalPages) {}

    public static <T> PageOf<T> of(List<T> content, int size, int number, long total) {
        return new PageOf<>(content, new Info(size, number, total, (int) ((total + size - 1) / size)));
    }

    public <R> PageOf<R> map(Function<T, R> mapping) {
        return new PageOf<>(content.stream().map(mapping).toList(), page);
    }
}
