namespace KServe.Core.Tests.Serving;

public sealed class ServedModelNamesTests
{
    [Fact]
    public void Set_Names_AreFoundUntilOthersTakeTheirPlace()
    {
        var names = new ServedModelNames();
        names.Set("chat", ["acme/chat:latest", "a"]);
        names.Set("other", ["b"]);
        Assert.Equal("chat", names.Find("acme/chat:latest"));
        Assert.Equal(["a", "acme/chat:latest"], names.Of("chat"));
        names.Set("chat", ["c"]);
        Assert.Null(names.Find("a"));
        Assert.Equal(["c"], names.Of("chat"));
        Assert.Equal("other", names.Find("b"));
        names.Set("chat", []);
        Assert.Empty(names.Of("chat"));
    }

    [Fact]
    public void Set_NameOfAnotherModel_IsRefusedAndNothingChanges()
    {
        var names = new ServedModelNames();
        names.Set("chat", ["a"]);
        names.Set("other", ["b"]);
        var error = Assert.Throws<InferenceException>(() => names.Set("other", ["c", "a"]));
        Assert.Equal("the served name 'a' belongs to model 'chat'", error.Message);
        Assert.Equal(["b"], names.Of("other"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\nb")]
    public void Set_WrongName_IsRefused(string name) =>
        Assert.Throws<InferenceException>(() => new ServedModelNames().Set("chat", [name]));

    [Fact]
    public void Set_TooLongOrTooMany_IsRefused()
    {
        var names = new ServedModelNames();
        names.Set("chat", [new string('a', 255)]);
        Assert.Throws<InferenceException>(() => names.Set("chat", [new string('a', 256)]));
        Assert.Throws<InferenceException>(() => names.Set(
            "chat", [.. Enumerable.Range(0, ServedModelNames.MaxCount + 1).Select(static each => $"{each}")]));
    }
}
