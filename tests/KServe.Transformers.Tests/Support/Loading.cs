namespace KServe.Transformers.Tests;

/// <summary>Loads transformers without a server.</summary>
internal static class Loading
{
    public static async Task<T> LoadAsync<T>(T transformer, ModelSignature? inner = null, string? artifact = null)
        where T : Transformer
    {
        await transformer.LoadAsync(
            new ModelLoadContext
            {
                ModelName = "m",
                ModelVersion = "1",
                ArtifactPath = artifact,
                InnerSignature = inner ?? ModelSignature.Empty,
            },
            TestContext.Current.CancellationToken);
        return transformer;
    }

    public static ModelSignature Takes(string name, TensorDataType type, TensorShape shape) =>
        new() { Inputs = [new TensorMetadata(name, type, shape)] };
}
