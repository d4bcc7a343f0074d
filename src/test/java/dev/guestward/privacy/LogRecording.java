package dev.guestward.privacy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Everything that is logged while it runs: the product in every detail, the others as they are set. */
final class LogRecording implements AutoCloseable {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private static final Logger PRODUCT = (Logger) LoggerFactory.getLogger("dev.guestward");
    private static final String NOT_THE_PRODUCT = "dev.guestward.simulatedtenant.";

    /** A line, with what was thrown. */
    record Line(String logger, String text) {}

    private final Queue<Line> lines = new ConcurrentLinkedQueue<>();
    private final @Nullable Level before = PRODUCT.getLevel();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (!event.getLoggerName().startsWith(NOT_THE_PRODUCT)) {
                String thrown = event.getThrowableProxy() == null
                        ? ""
                        : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
                lines.add(new Line(
                        event.getLoggerName(), event.getFormattedMessage() + event.getMDCPropertyMap() + thrown));
            }
        }
    };

    LogRecording() {
        PRODUCT.setLevel(Level.DEBUG);
        appender.start();
        ROOT.addAppender(appender);
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    List<Leak> search(Secrets secrets) {
        return lines.stream()
                .filter(line -> secrets.in(line.text()).isPresent())
                .map(line -> new Leak(line.logger(), line.text()))
                .toList();
    }

    @Override
    public void close() {
        ROOT.detachAppender(appender);
        appender.stop();
        PRODUCT.setLevel(before);
    }
}
