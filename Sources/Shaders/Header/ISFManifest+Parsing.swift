extension ISFManifest {
    /// Reads and checks the header of a shader's text.
    ///
    /// Throws `ShaderFileError` with the line of `file` at fault.
    public init(source: String, file: String) throws(ShaderFileError) {
        guard let block = HeaderBlock(source) else {
            throw ShaderFileError(
                file: file, line: 1, message: "the shader has no ISF header",
                remedy: "begin the file with /* { \"ISFVSN\": \"2\", … } */")
        }
        do {
            var parser = HeaderParser(block.json, firstLine: block.jsonLine)
            let root = try parser.parse()
            try self.init(root: root)
        } catch {
            throw ShaderFileError(
                file: file, line: error.line, message: error.message,
                remedy: "correct the JSON header")
        }
    }

    private init(root: HeaderValue) throws(HeaderSyntaxError) {
        var options = HoldoverOptions()
        if let object = root["HOLDOVER"] { options = try HoldoverOptions(object) }
        let inputs = try Self.inputs(root["INPUTS"], options: options)
        let passes = try Self.passes(root, inputs: inputs)
        self.init(
            description: root["DESCRIPTION"]?.string ?? "",
            credit: root["CREDIT"]?.string ?? "",
            categories: root["CATEGORIES"]?.array?.compactMap(\.string) ?? [],
            version: Self.version(root["ISFVSN"]), inputs: inputs, passes: passes,
            imports: try Self.imports(root["IMPORTED"]), alpha: options.alpha,
            timeWrapSeconds: options.timeWrapSeconds, region: options.region,
            history: options.history)
        let known = Set(
            ["WIDTH", "HEIGHT"] + inputs.flatMap { [$0.name, $0.name + ".x", $0.name + ".y"] })
        if let stranger = options.region?.edges.flatMap(\.variables).first(where: {
            !known.contains($0)
        }) {
            throw HeaderSyntaxError(
                line: root["HOLDOVER"]?["REGION"]?.line ?? root.line,
                message: "REGION names \"$\(stranger)\", which is no input")
        }
        var names: Set<String> = []
        let all = inputs.map(\.name) + targets + imports.map(\.name)
        for name in all where !names.insert(name).inserted {
            throw HeaderSyntaxError(
                line: root.line, message: "the name \"\(name)\" is used for two things")
        }
    }

    private static func version(_ value: HeaderValue?) -> Int {
        if let number = value?.number { return Int(min(max(number, 1), 9)) }
        guard let first = value?.string?.first, let digit = first.wholeNumberValue else { return 1 }
        return digit
    }

    private static func inputs(
        _ value: HeaderValue?, options: HoldoverOptions
    ) throws(HeaderSyntaxError) -> [ISFInput] {
        guard let items = value.map(\.array) ?? [] else {
            throw HeaderSyntaxError(line: value?.line ?? 1, message: "INPUTS must be a list")
        }
        var inputs: [ISFInput] = []
        for read in try items.map(readInput) + options.ownInputs {
            var input = read
            if let own = options.inputs[input.name] {
                input.commit = own.commit
                input.smoothingSeconds = own.smoothingSeconds
            }
            inputs.append(input)
        }
        if let stranger = options.inputs.keys.sorted().first(where: { key in
            !inputs.contains { $0.name == key }
        }) {
            throw HeaderSyntaxError(
                line: options.inputs[stranger]?.line ?? value?.line ?? 1,
                message: "HOLDOVER names an input \"\(stranger)\" that INPUTS does not have")
        }
        return inputs
    }

    private static func readInput(
        _ item: HeaderValue
    ) throws(HeaderSyntaxError) -> ISFInput {
        try ISFInputReader(item).read()
    }

    private static func passes(
        _ root: HeaderValue, inputs: [ISFInput]
    ) throws(HeaderSyntaxError) -> [ISFPass] {
        let buffers = try PassReader.legacyBuffers(root["PERSISTENT_BUFFERS"])
        guard let value = root["PASSES"] else { return [ISFPass()] }
        guard let items = value.array else {
            throw HeaderSyntaxError(line: value.line, message: "PASSES must be a list")
        }
        guard items.count <= PassReader.passCountMax else {
            throw HeaderSyntaxError(
                line: value.line,
                message: "more than \(PassReader.passCountMax) passes are declared")
        }
        let known = Set(["WIDTH", "HEIGHT"] + inputs.map(\.name))
        var passes: [ISFPass] = []
        for item in items {
            passes.append(try PassReader.pass(item, buffers: buffers, variables: known))
        }
        return passes.isEmpty ? [ISFPass()] : passes
    }

    private static func imports(
        _ value: HeaderValue?
    ) throws(HeaderSyntaxError) -> [ISFImport] {
        guard let value else { return [] }
        var imports: [ISFImport] = []
        if let members = value.members {
            for (name, entry) in members {
                imports.append(try importEntry(name: name, entry))
            }
        } else if let items = value.array {
            for item in items {
                imports.append(try importEntry(name: item["NAME"]?.string, item))
            }
        } else {
            throw HeaderSyntaxError(line: value.line, message: "IMPORTED must be an object")
        }
        return imports
    }

    private static func importEntry(
        name: String?, _ entry: HeaderValue
    ) throws(HeaderSyntaxError) -> ISFImport {
        guard let name, GLSLName.isIdentifier(name), let path = entry["PATH"]?.string else {
            throw HeaderSyntaxError(
                line: entry.line, message: "an import needs a name and a PATH")
        }
        return ISFImport(name: name, path: path)
    }
}
