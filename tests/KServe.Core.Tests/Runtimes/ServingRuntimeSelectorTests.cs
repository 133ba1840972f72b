using KServe.Core.Tests.Fakes;

namespace KServe.Core.Tests.Runtimes;

public sealed class ServingRuntimeSelectorTests
{
    // The two runtimes that KServe ships for sklearn, with its priorities and protocols.
    private static readonly FakeRuntime SklearnServer = new(
        "kserve-sklearnserver", new SupportedModelFormat("sklearn", "1") { Priority = 1 })
    {
        ProtocolVersions = ["v1", "v2"],
    };

    private static readonly FakeRuntime MlServer = new(
        "kserve-mlserver",
        new SupportedModelFormat("sklearn", "0") { Priority = 2 },
        new SupportedModelFormat("sklearn", "1") { Priority = 2 })
    {
        ProtocolVersions = ["v2"],
    };

    [Theory]
    [InlineData(null, "kserve-mlserver")]
    [InlineData("v1", "kserve-sklearnserver")]
    [InlineData("v2", "kserve-mlserver")]
    public void Select_ByProtocol_LargerPriorityWins(string? protocol, string expected) =>
        Assert.Equal(expected, Select(new ModelOptions { Format = "sklearn", ProtocolVersion = protocol }));

    [Fact]
    public void Select_FormatVersion_MustMatchExactly()
    {
        Assert.Equal("kserve-mlserver", Select(new ModelOptions { Format = "sklearn", FormatVersion = "0" }));
        var error = Assert.Throws<InferenceException>(
            () => Select(new ModelOptions { Format = "sklearn", FormatVersion = "7" }));
        Assert.Contains("no serving runtime supports format 'sklearn' version 7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Select_NamedRuntime_MustSupportFormatAndProtocol()
    {
        Assert.Equal("kserve-sklearnserver", Select(new() { Format = "sklearn", Runtime = "kserve-sklearnserver" }));
        Assert.Throws<InferenceException>(() => Select(new() { Format = "onnx", Runtime = "kserve-mlserver" }));
        Assert.Throws<InferenceException>(
            () => Select(new() { Format = "sklearn", Runtime = "kserve-mlserver", ProtocolVersion = "v1" }));
        var error = Assert.Throws<InferenceException>(() => Select(new() { Format = "sklearn", Runtime = "other" }));
        Assert.Contains("'kserve-mlserver'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Select_NotAutoSelected_OnlyWhenNamed()
    {
        var manual = new FakeRuntime("manual", new SupportedModelFormat("pt") { AutoSelect = false });
        var selector = new ServingRuntimeSelector([manual]);
        Assert.Throws<InferenceException>(() => selector.Select("m", new() { Format = "pt" }, "model.pt"));
        Assert.Same(manual, selector.Select("m", new() { Format = "pt", Runtime = "manual" }, "model.pt").Runtime);
    }

    [Fact]
    public void Select_NoFormat_LooksAtTheFiles()
    {
        var selector = new ServingRuntimeSelector(
            [new FakeRuntime("a", new SupportedModelFormat("aa")), new FakeRuntime("b", new SupportedModelFormat("bb"))]);
        var (runtime, format) = selector.Select("m", new ModelOptions(), "model.bb");
        Assert.Equal(("b", "bb"), (runtime.Name, format));
        Assert.Throws<InferenceException>(() => selector.Select("m", new ModelOptions(), "model.cc"));
    }

    [Fact]
    public void Select_SamePriority_LowerProtocolThenName()
    {
        var selector = new ServingRuntimeSelector(
        [
            new FakeRuntime("c", new SupportedModelFormat("x")) { ProtocolVersions = ["v2"] },
            new FakeRuntime("b", new SupportedModelFormat("x")) { ProtocolVersions = ["v1"] },
            new FakeRuntime("a", new SupportedModelFormat("x")) { ProtocolVersions = ["v2"] },
        ]);
        Assert.Equal("b", selector.Select("m", new() { Format = "x" }, "").Runtime.Name);
        Assert.Equal("a", selector.Select("m", new() { Format = "x", ProtocolVersion = "v2" }, "").Runtime.Name);
    }

    private static string Select(ModelOptions options) =>
        new ServingRuntimeSelector([SklearnServer, MlServer]).Select("m", options, "").Runtime.Name;
}
