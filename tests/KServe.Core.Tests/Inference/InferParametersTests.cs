namespace KServe.Core.Tests.Inference;

public sealed class InferParametersTests
{
    [Fact]
    public void TryAdd_SameNameTwice_KeepsTheFirst()
    {
        var parameters = new InferParameters();
        Assert.True(parameters.TryAdd("a", 1));
        Assert.False(parameters.TryAdd("a", 2));
        parameters["b"] = "text";
        parameters["b"] = 2.5;
        Assert.Equal(["a", "b"], parameters.Select(static item => item.Key));
        Assert.True(parameters["b"].TryGetDouble(out var value));
        Assert.Equal(2.5, value);
        Assert.True(parameters.Remove("a"));
        Assert.False(parameters.TryGet("a", out _));
        Assert.Throws<KeyNotFoundException>(() => parameters["a"]);
    }

    [Fact]
    public void TryGet_EveryKind_ReadsOnlyWhatFits()
    {
        Assert.False(new InferParameter(-1).TryGetUInt64(out _));
        Assert.False(new InferParameter(ulong.MaxValue).TryGetInt64(out _));
        Assert.True(new InferParameter(ulong.MaxValue).TryGetUInt64(out var big));
        Assert.Equal(ulong.MaxValue, big);
        Assert.False(new InferParameter(1).TryGetBool(out _));
        Assert.True(new InferParameter(false).TryGetBool(out var flag));
        Assert.False(flag);
        Assert.False(new InferParameter("1").TryGetInt64(out _));
        Assert.False(default(InferParameter).TryGetString(out _));
    }
}
