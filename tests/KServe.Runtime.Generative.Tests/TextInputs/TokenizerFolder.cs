using KServe.Runtime.Generative.Tests.Support;

namespace KServe.Runtime.Generative.Tests.TextInputs;

/// <summary>A model's folder with a tokenizer, which goes with it.</summary>
internal sealed class TokenizerFolder : IDisposable
{
    public TokenizerFolder(string name)
    {
        Path = Directory.CreateTempSubdirectory("kserve-tokenizer-").FullName;
        File.WriteAllBytes(
            System.IO.Path.Combine(Path, "tokenizer.json"), TokenizerFixture.Read(name, "tokenizer.json.gz"));
    }

    public string Path { get; }

    public async Task<TokenizerTransformer> LoadAsync(TokenizerOptions options, ModelSignature? inner = null)
    {
        var transformer = new TokenizerTransformer(options);
        await transformer.LoadAsync(
            new ModelLoadContext
            {
                ModelName = "m",
                ModelVersion = "1",
                ArtifactPath = Path,
                InnerSignature = inner ?? ModelSignature.Empty,
            },
            TestContext.Current.CancellationToken);
        return transformer;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
