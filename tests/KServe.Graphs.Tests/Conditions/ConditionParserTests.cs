namespace KServe.Graphs.Tests.Conditions;

public sealed class ConditionParserTests
{
    [Theory]
    [InlineData("a.@reverse", "the modifier '@reverse' is not supported here; '@this' is")]
    [InlineData("@pretty:{\"a\":1}", "the modifier '@pretty' is not supported here; '@this' is")]
    [InlineData("{a,b}", "'{' at position 0: new objects and literals are not supported")]
    [InlineData("!\"x\"", "'!' at position 0: new objects and literals are not supported")]
    [InlineData("..#", "'..' for JSON lines is not supported")]
    [InlineData("a.#(b==1", "the '(' at position 3 is not closed")]
    [InlineData("[a", "the '[' at position 0 is not closed")]
    [InlineData("a.#(b==1)c", "'.' or '|' was expected at position 9, got 'c'")]
    [InlineData("a.#(b==1)#c", "'.' or '|' was expected at position 10, got 'c'")]
    [InlineData("a.#(b!1)", "'b!1': ==, !=, <, <=, >, >=, % or !% was expected")]
    [InlineData("a.#(b==~maybe)", "'~maybe': ~true, ~false, ~null or ~* was expected")]
    [InlineData("a.#(b==\"\\q\")", "\"\\q\": a text as in JSON was expected")]
    [InlineData("a\n", "a condition must not contain control characters")]
    public void TryParse_NotSupported_SaysWhatWasExpected(string path, string expected)
    {
        Assert.False(GraphCondition.TryParse(path, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void TryParse_TooLong_IsRefused()
    {
        Assert.True(GraphCondition.TryParse(new string('a', ConditionParser.MaxLength), out _, out _));
        Assert.False(GraphCondition.TryParse(new string('a', ConditionParser.MaxLength + 1), out _, out var error));
        Assert.Equal("at most 1024 characters were expected, got 1025", error);
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(200, false)]
    public void TryParse_NestedQueries_AreBounded(int depth, bool isAllowed)
    {
        var path = string.Concat(Enumerable.Repeat("#(", depth)) + "a" + new string(')', depth);
        Assert.Equal(isAllowed, GraphCondition.TryParse(path, out _, out _));
    }
}
