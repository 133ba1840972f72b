using KServe.AspNetCore.Tests;
using KServe.Protocol;

namespace KServe.Client.Tests;

public sealed class ControlTests
{
    private static readonly ModelSignature Signature = new()
    {
        Inputs =
        [
            new TensorMetadata("x", TensorDataType.FP32, [-1, 4]),
            new TensorMetadata("s", TensorDataType.BYTES, []),
        ],
        Outputs = [new TensorMetadata("y", TensorDataType.INT64, [-1])],
        Platform = "test_signature",
        Properties = new Dictionary<string, string> { ["a"] = "b" },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Health_RunningServer_IsTold(bool isGrpc)
    {
        await using var server = await StartAsync(isGrpc);
        using var client = Create(server, isGrpc);

        Assert.True(await client.IsServerLiveAsync(Token));
        Assert.True(await client.IsServerReadyAsync(Token));
        Assert.True(await client.IsModelReadyAsync("m", cancellationToken: Token));
        Assert.True(await client.IsModelReadyAsync("m", "1", Token));
        Assert.False(await client.IsModelReadyAsync("m", "2", Token));
        Assert.False(await client.IsModelReadyAsync("other", cancellationToken: Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Metadata_RunningServer_AreThoseOfTheModel(bool isGrpc)
    {
        await using var server = await StartAsync(isGrpc);
        using var client = Create(server, isGrpc);

        var about = await client.GetServerMetadataAsync(Token);
        var model = await client.GetModelMetadataAsync("m", cancellationToken: Token);

        Assert.Equal("kserve", about.Name);
        Assert.Contains("model_repository", about.Extensions);
        Assert.Equal("m", model.Name);
        Assert.Equal(["1"], model.Versions);
        Assert.Equal(Signature.Inputs, model.Signature.Inputs);
        Assert.Equal(Signature.Outputs, model.Signature.Outputs);
        Assert.Equal("test_signature", model.Signature.Platform);
        Assert.Equal("b", model.Signature.Properties["a"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Repository_UnloadAndLoad_ChangeTheIndex(bool isGrpc)
    {
        await using var server = await StartAsync(isGrpc);
        using var client = Create(server, isGrpc);

        Assert.Equal(
            new ModelStatus("m", "1", ModelState.Ready, ""),
            Assert.Single(await client.GetRepositoryIndexAsync(true, Token)));
        await client.UnloadModelAsync("m", Token);
        Assert.Empty(await client.GetRepositoryIndexAsync(true, Token));
        Assert.Equal(ModelState.Unavailable, Assert.Single(await client.GetRepositoryIndexAsync(false, Token)).State);
        await client.LoadModelAsync("m", Token);
        Assert.True(await client.IsModelReadyAsync("m", cancellationToken: Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LoadModelAsync_UnknownModel_SaysNotFound(bool isGrpc)
    {
        await using var server = await StartAsync(isGrpc);
        using var client = Create(server, isGrpc);

        var error = await Assert.ThrowsAsync<InferenceException>(() => client.LoadModelAsync("other", Token));

        Assert.Equal(InferenceErrorCode.NotFound, error.Code);
        Assert.Contains("other", error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, Assert.IsType<ServerErrorException>(error.InnerException).ServerMessage);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InferAsync_WrongInput_HasTheServersText(bool isGrpc)
    {
        await using var server = await StartAsync(isGrpc);
        using var client = Create(server, isGrpc);
        using var request = Requests.Floats(1);

        var error = await Assert.ThrowsAsync<InferenceException>(
            async () => await client.InferAsync(request, cancellationToken: Token));

        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        Assert.Contains("missing required input(s) 's'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    public async Task InferAsync_NameThatLeadsElsewhere_IsRefusedUnsent(string name)
    {
        using var client = new InferenceRestClient(new Uri("http://localhost:1"));
        using var request = new InferRequest(name);

        var error = await Assert.ThrowsAsync<InferenceException>(
            async () => await client.InferAsync(request, cancellationToken: Token));

        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
    }

    [Theory]
    [InlineData("ftp://host")]
    [InlineData("http://user:secret@host")]
    [InlineData("http://host/?key=secret")]
    public void Create_WrongAddress_IsRefusedWithoutRepeatingIt(string address)
    {
        var error = Assert.Throws<ArgumentException>(() => new InferenceRestClient(new Uri(address)));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    private static Task<KServeServer> StartAsync(bool isGrpc) =>
        Servers.StartAsync(new SignedEcho(Signature), isGrpc);

    private static InferenceClient Create(KServeServer server, bool isGrpc) => isGrpc
        ? new InferenceGrpcClient(server.Address)
        : new InferenceRestClient(server.Address);
}
