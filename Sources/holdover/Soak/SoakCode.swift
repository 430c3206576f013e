import Common
import Proto

/// The layer that draws the witness's code over the show, as long as a soak lasts.
struct SoakCode {
    private let configuration: Configuration
    private static let layerId = "soak-code"

    /// Puts it on top. Throws what the coordinator says.
    init(_ configuration: Configuration) throws {
        self.configuration = configuration
        let client = try CoordinatorClient(configuration, patience: .seconds(20))
        defer { client.close() }
        // One that a soak left behind, which was ended by force, does as well.
        guard try !client.state().programme.layers.contains(where: { $0.id == Self.layerId })
        else { return }
        try client.perform(
            .addLayer(
                AddLayer(layerId: Self.layerId, name: Self.layerId, shaderId: "framecode")))
    }

    /// Takes it away again. What cannot be done is told: the code is still on air then.
    func remove() {
        do {
            let client = try CoordinatorClient(configuration, patience: .seconds(10))
            defer { client.close() }
            try client.perform(
                .removeLayer(RemoveLayer(layer: MutationOptions.layer(Self.layerId))))
        } catch {
            print("the layer \(Self.layerId) is still on air: \(error)")
        }
    }
}
