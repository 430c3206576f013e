internal import Proto

/// What transitions mean: how long what was on air stays visible under what follows it.
///
/// The new stack takes effect at once and is complete in its snapshot; the old one goes along in the
/// same snapshot as the outgoing stack until its last frame, so that no second decision, and nothing
/// on time, is needed to end a transition.
enum TransitionPolicy {
    /// Begins a transition away from what the programme holds now. A cut begins none, unless it is
    /// to happen at a later frame. Preview is never on air and always cuts.
    static func begin(_ wanted: Transition, _ draft: inout Draft) throws(Refusal) {
        let limit = draft.context.settings.transitionFramesMax
        guard wanted.durationFrames <= limit else {
            throw LayerPolicy.outOfRange(
                "a transition of \(wanted.durationFrames) frames", 0, Int(limit))
        }
        let shader = try shader(wanted, draft)
        guard draft.stack == .programme else {
            if wanted.durationFrames > 0 { draft.notes.append("preview is not on air: it was cut") }
            return
        }
        let now = draft.context.effectiveIndex
        let start = try startIndex(wanted, now: now, limit: limit, &draft)
        let isTimed = wanted.kind != .cut && wanted.durationFrames > 0
        guard isTimed || start > now else {
            draft.state.outgoing = nil
            return
        }
        // A cut at frame N is a transition of one frame that begins before it: at its first frame the
        // old picture is still whole, after its last one the new one is.
        draft.state.outgoing = OutgoingTransition(
            kind: isTimed ? wanted.kind : .cut, startIndex: isTimed ? start : start - 1,
            lengthFrames: isTimed ? Int64(wanted.durationFrames) : 1,
            stack: draft.state.programme, shader: isTimed ? shader?.id : nil,
            values: isTimed ? try values(wanted, shader, draft) : nil)
        if isTimed, let shader { BuildPolicy.request(shader, preserveFeedback: false, &draft) }
    }

    private static func startIndex(
        _ wanted: Transition, now: Int64, limit: Int64, _ draft: inout Draft
    ) throws(Refusal) -> Int64 {
        guard let index = wanted.atIndex else { return now }
        guard now > 0 else {
            throw Refusal(
                .notAllowedNow,
                "nothing plays out, so there is no frame \(index) to wait for; leave the index out")
        }
        guard index - now <= limit else {
            throw Refusal(
                .valueOutOfRange,
                "frame \(index) is \(index - now) frames away; a transition waits for at most"
                    + " \(limit)")
        }
        if index < now { draft.notes.append("frame \(index) has passed; it began at \(now)") }
        return max(index, now)
    }

    /// Why a transition could not be drawn with the present library; nil where it could.
    static func refusal(of wanted: Transition, _ draft: Draft) -> Refusal? {
        do throws(Refusal) {
            _ = try shader(wanted, draft)
            return nil
        } catch {
            return error
        }
    }

    /// The shader of a shader transition; it must be one.
    private static func shader(
        _ wanted: Transition, _ draft: Draft
    ) throws(Refusal) -> ShaderRules? {
        switch wanted.kind {
        case .cut, .mix:
            guard wanted.shaderId.isEmpty else {
                throw Refusal(
                    .invalidArgument,
                    "a \(wanted.kind.name) has no shader; ask for a transition of kind shader")
            }
            return nil
        case .shader:
            let shader = try LayerPolicy.shader(wanted.shaderId, draft)
            let pictures = ["startImage", "endImage"].allSatisfy(shader.imageInputs.contains)
            guard pictures, shader.parameter(named: "progress")?.type == .float else {
                throw Refusal(
                    .invalidArgument,
                    "\(shader.id) is no transition; one has the inputs startImage, endImage and"
                        + " progress")
            }
            return shader
        case .unrecognised(let number):
            throw Refusal(.invalidArgument, "there is no kind of transition number \(number)")
        }
    }

    private static func values(
        _ wanted: Transition, _ shader: ShaderRules?, _ draft: Draft
    ) throws(Refusal) -> [String: LayerValue] {
        var values: [String: LayerValue] = [:]
        for setting in wanted.values {
            guard let rule = shader?.parameter(named: setting.name), rule.name != "progress" else {
                throw Refusal(
                    .parameterNotFound,
                    "\(shader?.id ?? "a \(wanted.kind.name)") has no parameter"
                        + " \"\(LayerPolicy.shown(setting.name))\" to set")
            }
            values[rule.name] = try ParameterPolicy.value(
                setting.value, normalised: false, rule, draft.context.settings)
        }
        return values
    }
}
