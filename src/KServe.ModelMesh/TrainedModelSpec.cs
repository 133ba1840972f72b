namespace KServe.ModelMesh;

/// <summary>Describes a model as KServe's TrainedModel resource does.</summary>
/// <param name="Name">The name of the resource, which clients call.</param>
/// <param name="StorageUri">Where the model lies.</param>
public sealed record TrainedModelSpec(string Name, string StorageUri)
{
    /// <summary>Gets the framework, which is the model format, like <c>sklearn</c>.</summary>
    /// <value>When left out, found by looking at the files.</value>
    public string? Framework { get; init; }

    /// <summary>Gets the memory of the model.</summary>
    /// <value>A quantity of Kubernetes like <c>100Mi</c>. When left out, estimated.</value>
    public string? Memory { get; init; }

    /// <summary>Gets the InferenceService that the model belongs to; with its namespace if it has one.</summary>
    public string InferenceService { get; init; } = "";

    /// <summary>Gets the memory that all models of the InferenceService may name together.</summary>
    /// <value>A quantity of Kubernetes like <c>2Gi</c>. When left out, there is no bound but that of the mesh.</value>
    public string? ServiceMemory { get; init; }
}
