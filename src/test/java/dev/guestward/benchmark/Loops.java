package dev.guestward.benchmark;

import dev.guestward.directory.gateway.Gateway;
import dev.guestward.directory.gateway.GatewaySettings;
import dev.guestward.directory.process.DirectoryTaskWorker;
import dev.guestward.directory.process.DirectoryWorkerSettings;
import dev.guestward.mail.MailRelay;
import dev.guestward.mail.MailSettings;
import dev.guestward.schedule.PollingLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.springframework.boot.test.context.TestComponent;

/** The threads that work by themselves in the running product, as many and as often as its settings say. */
@TestComponent
class Loops {
    private final Gateway gateway;
    private final GatewaySettings gatewaySettings;
    private final DirectoryTaskWorker worker;
    private final DirectoryWorkerSettings workerSettings;
    private final MailRelay mails;
    private final MailSettings mailSettings;
    private final JobExecutor jobs;

    Loops(
            Gateway gateway,
            GatewaySettings gatewaySettings,
            DirectoryTaskWorker worker,
            DirectoryWorkerSettings workerSettings,
            MailRelay mails,
            MailSettings mailSettings,
            ProcessEngine engine) {
        this.gateway = gateway;
        this.gatewaySettings = gatewaySettings;
        this.worker = worker;
        this.workerSettings = workerSettings;
        this.mails = mails;
        this.mailSettings = mailSettings;
        this.jobs = ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getJobExecutor();
    }

    /** Stops what it stands for when it is closed. */
    interface Running extends AutoCloseable {
        @Override
        void close();
    }

    Running gateway() {
        return started(gatewayLoops());
    }

    Running everything() {
        List<PollingLoop> loops = gatewayLoops();
        loops.add(new PollingLoop("directory-worker", workerSettings.pollEvery(), worker::runOnce));
        loops.add(new PollingLoop("mail-relay", mailSettings.pollEvery(), mails::runOnce));
        Running running = started(loops);
        jobs.start();
        return () -> {
            running.close();
            jobs.shutdown();
        };
    }

    int gatewayThreads() {
        return gatewaySettings.threads();
    }

    private List<PollingLoop> gatewayLoops() {
        List<PollingLoop> loops = new ArrayList<>();
        for (int n = 1; n <= gatewaySettings.threads(); n++) {
            loops.add(new PollingLoop("gateway-" + n, gatewaySettings.pollEvery(), gateway::runOnce));
        }
        loops.add(new PollingLoop("gateway-wake", Duration.ofSeconds(5), gateway::wake));
        return loops;
    }

    private static Running started(List<PollingLoop> loops) {
        loops.forEach(PollingLoop::start);
        return () -> loops.forEach(PollingLoop::close);
    }
}
