import Common
import Shaders

/// Building layers together. Build thread.
extension BuildWorker {
    /// Builds `plan` once it is known to do no harm, and all the other ways in which it will be needed;
    /// those only after the first picture, which does not wait for them. What nobody waits for any more
    /// is not built.
    func fuseAll(_ plan: FusionPlan) {
        guard connections.safety?.isOnAir ?? true else {
            fuse([plan], of: plan)
            return deferred.append(plan)
        }
        fuse(plan.variants[...], of: plan)
    }

    /// Builds what was put off.
    func fuseDeferred() {
        for plan in deferred { fuse(plan.variants.dropFirst(), of: plan) }
        deferred = []
    }

    private func fuse(_ variants: ArraySlice<FusionPlan>, of plan: FusionPlan) {
        guard plan.ticket.isWanted, !variants.isEmpty else { return }
        let start = connections.time.now()
        if let refusal = refusal(of: plan) {
            // One of them may be on air already, built before there was anything to protect.
            let given = refusal.isDangerous ? plan.variants : Array(variants)
            for variant in given { connections.mailbox.push(.unfusable(variant)) }
            connections.report(
                .fused(
                    plan: plan.hash, layers: plan.parts.count,
                    duration: connections.time.now() - start, failure: refusal.reason,
                    isDangerous: refusal.isDangerous))
            return
        }
        for variant in variants where plan.ticket.isWanted {
            connections.safety?.began(plan.hash, at: connections.time.now(), isSpared: true)
            fuse(variant)
            connections.safety?.ended()
        }
    }

    private func fuse(_ plan: FusionPlan) {
        let start = connections.time.now()
        var failure: String?
        do throws(GraphicsError) {
            connections.mailbox.push(.fused(try builder.fuse(plan)))
        } catch {
            failure = "\(error)"
            connections.mailbox.push(.unfusable(plan))
        }
        connections.report(
            .fused(
                plan: plan.hash, layers: plan.parts.count,
                duration: connections.time.now() - start, failure: failure, isDangerous: false))
    }

    /// Why `plan` is not to be built in this process; nil where it may be. Tries it in another where it
    /// is not known. Before the first picture there is nothing to protect, and everybody waits.
    private func refusal(of plan: FusionPlan) -> (reason: String, isDangerous: Bool)? {
        guard let safety = connections.safety else { return nil }
        let hash = plan.hash
        if safety.shaderGuard.isQuarantined(hash) {
            return ("together they killed or hung the renderer twice", true)
        }
        guard !safety.shaderGuard.isKnown(hash),
            safety.isOnAir || safety.shaderGuard.isSuspect(hash)
        else { return nil }
        let trial = FusionTrial(plan, builder.canvas) { hash in
            recent.last { $0.contentHash == hash }
                ?? built.values.first { $0.package.contentHash == hash }?.package
        }
        guard let trial else { return ("the text of one has been replaced meanwhile", false) }
        guard let report = safety.trial(trial) else {
            safety.shaderGuard.passed(hash)
            return nil
        }
        // Tried again first by whoever starts next, and never in the renderer itself.
        if report.isKilled { safety.shaderGuard.accuse(hash) }
        return ("\(trial.names): \(report.message ?? "no reason was given")", report.isKilled)
    }
}
