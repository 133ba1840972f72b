namespace KServe.Runtime.OnnxRuntime.Tests;

public sealed class ExternalDataTests
{
    private static readonly byte[] Weights = new byte[12];

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("../w.bin")]
    [InlineData("a/../../w.bin")]
    [InlineData("a/../w.bin")]
    [InlineData("a\\..\\w.bin")]
    [InlineData("\\\\host\\share\\w.bin")]
    [InlineData("C:\\w.bin")]
    [InlineData("C:w.bin")]
    [InlineData("file:///etc/hostname")]
    [InlineData("w.bin\0.txt")]
    [InlineData("a//w.bin")]
    public async Task Load_LocationOutside_IsRefused(string location)
    {
        using var folder = new TempFolder();
        folder.Write("w.bin", Weights);
        folder.Write("model/w.bin", Weights);
        folder.Write("model/a/x.bin", Weights);
        folder.Write("model/model.onnx", OnnxBuilder.WithExternalData(("location", location)));

        var error = await TestRuntime.RefuseAsync(Path.Combine(folder.FullPath, "model"));

        Assert.Equal(
            "model file 'model.onnx' could not be loaded: the external data of tensor 'w' must be a file inside the "
            + "model's folder",
            error.Message);
    }

    [Theory]
    [InlineData("missing.bin")]
    [InlineData("*/_ORT_MEM_ADDR_/*")]
    [InlineData("folder")]
    public async Task Load_LocationThatIsNoFile_IsRefused(string location)
    {
        using var folder = new TempFolder();
        folder.Write("folder/x.bin", Weights);
        folder.Write("model.onnx", OnnxBuilder.WithExternalData(("location", location), ("length", "12")));

        var error = await TestRuntime.RefuseAsync(folder.FullPath);

        Assert.EndsWith("of tensor 'w' does not exist", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("offset", "-1", "an offset that is not a number")]
    [InlineData("offset", " 0", "an offset that is not a number")]
    [InlineData("offset", "99999999999999999999", "an offset that is not a number")]
    [InlineData("offset", "13", "run past the end of 'w.bin'")]
    [InlineData("length", "9000000000000000", "run past the end of 'w.bin'")]
    [InlineData("length", "9223372036854775807", "run past the end of 'w.bin'")]
    [InlineData("length", "-1", "an length that is not a number")]
    [InlineData("location", "w.bin", "has the key 'location' twice")]
    [InlineData("__class__", "x", "has a key that is not known")]
    public async Task Load_WrongEntry_IsRefused(string key, string value, string expected)
    {
        using var folder = new TempFolder();
        folder.Write("w.bin", Weights);
        folder.Write("model.onnx", OnnxBuilder.WithExternalData(("location", "w.bin"), (key, value)));

        var error = await TestRuntime.RefuseAsync(folder.FullPath);

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_NoLocation_IsRefused()
    {
        using var folder = new TempFolder();
        folder.Write("model.onnx", OnnxBuilder.WithExternalData());

        var error = await TestRuntime.RefuseAsync(folder.FullPath);

        Assert.EndsWith("the external data of tensor 'w' have no location", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outside.bin", false)]
    [InlineData("model/data/inside.bin", true)]
    public async Task Load_SymbolicLink_MayLeadInsideOnly(string target, bool isInside)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        using var folder = new TempFolder();
        folder.Write("outside.bin", Weights);
        folder.Write("model/data/inside.bin", Weights);
        folder.Write("model/model.onnx", OnnxBuilder.WithExternalData(("location", "w.bin")));
        File.CreateSymbolicLink(
            Path.Combine(folder.FullPath, "model", "w.bin"), Path.Combine(folder.FullPath, target));
        var path = Path.Combine(folder.FullPath, "model");

        if (isInside)
        {
            await using var predictor = await TestRuntime.LoadAsync(path);
            Assert.Single(predictor.Signature.Inputs);
        }
        else
        {
            var error = await TestRuntime.RefuseAsync(path);
            Assert.EndsWith("inside the model's folder", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Load_LinkedFolderThatLeadsOutside_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        using var folder = new TempFolder();
        folder.Write("other/w.bin", Weights);
        folder.Write("model/model.onnx", OnnxBuilder.WithExternalData(("location", "data/w.bin")));
        Directory.CreateSymbolicLink(Path.Combine(folder.FullPath, "model", "data"), "../other");

        var error = await TestRuntime.RefuseAsync(Path.Combine(folder.FullPath, "model"));

        Assert.EndsWith("inside the model's folder", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 10_000)]
    public async Task Load_LinkToItself_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        using var folder = new TempFolder();
        folder.Write("model.onnx", OnnxBuilder.WithExternalData(("location", "w.bin")));
        File.CreateSymbolicLink(Path.Combine(folder.FullPath, "w.bin"), "w.bin");

        var error = await TestRuntime.RefuseAsync(folder.FullPath);

        Assert.EndsWith("too many symbolic links", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_FolderReachedByALink_LoadsItsData()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        using var folder = new TempFolder();
        folder.Write("real/w.bin", Weights);
        folder.Write("real/model.onnx", OnnxBuilder.WithExternalData(("location", "w.bin")));
        var link = Path.Combine(folder.FullPath, "model");
        Directory.CreateSymbolicLink(link, "real");

        await using var predictor = await TestRuntime.LoadAsync(link);

        Assert.Single(predictor.Signature.Inputs);
    }

    [Fact]
    public void Scan_TensorsInEveryPlace_FindsTheirExternalData()
    {
        var subgraph = new ProtoWriter()
            .Message(5, Tensor("in subgraph"))
            .Message(15, new ProtoWriter().Message(1, Tensor("sparse")));
        var node = OnnxBuilder.CreateNode(
            "If",
            [],
            [],
            "",
            OnnxBuilder.Attribute("value", 4, attribute => attribute.Message(5, Tensor("constant"))),
            OnnxBuilder.Attribute("branch", 5, attribute => attribute.Message(6, subgraph)),
            OnnxBuilder.Attribute("many", 10, list => list.Message(11, subgraph).Message(10, Tensor("list"))));
        var function = new ProtoWriter().Message(7, node);
        var model = new ProtoWriter()
            .Message(7, new ProtoWriter().Message(1, node))
            .Message(7, new ProtoWriter().Message(5, Tensor("second graph")))
            .Message(20, new ProtoWriter().Message(1, new ProtoWriter().Message(5, Tensor("training"))))
            .Message(25, function);
        using var folder = new TempFolder();
        using var file = File.OpenHandle(folder.Write("model.onnx", model.ToArray()));

        var facts = new OnnxModelScanner(new ProtoFileReader(file), CancellationToken.None).Scan();

        string[] inNode = ["constant", "in subgraph", "in subgraph", "list", "sparse", "sparse"];
        string[] expected = [.. inNode, .. inNode, "second graph", "training"];
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            facts.ExternalData.Select(static data => data.Tensor).Order(StringComparer.Ordinal));
    }

    private static ProtoWriter Tensor(string name) => OnnxBuilder.ExternalTensor(name, 3, ("location", "w.bin"));
}
