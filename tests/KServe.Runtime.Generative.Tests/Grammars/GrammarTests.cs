using KServe.Runtime.Generative.Grammars;

namespace KServe.Runtime.Generative.Tests.Grammars;

public sealed class GrammarTests
{
    private const string Arithmetic = """
        # sums of numbers
        root ::= term (("+" | "-") term)*
        term ::= factor ("*" factor)*
        factor ::= [0-9]+ | "(" root ")"
        """;

    [Theory]
    [InlineData("1+2*(3-4)", true)]
    [InlineData("((((1))))", true)]
    [InlineData("1+", false)]
    [InlineData("(1", false)]
    [InlineData("", false)]
    public void Takes_Ebnf_AsItSays(string text, bool expected) =>
        Assert.Equal(expected, GrammarTester.Ebnf(Arithmetic).Takes(text));

    [Theory]
    [InlineData("root ::= \"a\\n\\x41\\u00e9\" [^b-d\\]] {2,3}", "a\nAéxy", true)]
    [InlineData("root ::= a-b\na-b ::= \"x\"?", "", true)]
    [InlineData("root ::= \"a\" root | \"b\"", "aaaab", true)]
    [InlineData("root ::= root-2 \"!\"\nroot-2 ::= \"\"", "!", true)]
    public void Takes_FormsOfRules(string grammar, string text, bool expected) =>
        Assert.Equal(expected, GrammarTester.Ebnf(grammar).Takes(text));

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData("root = \"a\"")]
    [InlineData("root ::= \"a")]
    [InlineData("root ::= [a")]
    [InlineData("root ::= (\"a\"")]
    [InlineData("root ::= absent")]
    [InlineData("other ::= \"a\"")]
    [InlineData("root ::= \"a\"\nroot ::= \"b\"")]
    [InlineData("root ::= root \"a\" | \"b\"")]
    [InlineData("root ::= x root\nx ::= \"a\"?")]
    [InlineData("root ::= a\na ::= b | \"x\"\nb ::= a \"y\"")]
    [InlineData("root ::= \"a\"{3,2}")]
    [InlineData("root ::= \"a\"{99999999999}")]
    public void Read_Wrong_IsRefused(string grammar) =>
        Assert.Throws<InferenceException>(() => GrammarTester.Ebnf(grammar));

    [Fact]
    public void Takes_Choices_AndNothingElse()
    {
        var tester = new GrammarTester(new OutputConstraint(OutputConstraintKind.Choice) { Choices = ["yes", "no", "née"] });
        Assert.True(tester.Takes("no"));
        Assert.False(tester.Takes("n"));
        Assert.False(tester.Takes("yesno"));
        Assert.True(tester.Takes("née"));
    }

    [Fact]
    public void Takes_RightRecursion_KeepsNoStack()
    {
        var tester = GrammarTester.Ebnf("root ::= \"a\" root | \"b\"");
        Assert.True(tester.Takes(new string('a', 50_000) + "b"));
        var cursor = new GrammarCursor(tester.Grammar);
        for (var i = 0; i < 1000; i++)
        {
            cursor.Accept('a' + 1);
        }

        Assert.Equal(1, tester.Grammar.Frames.Count);
    }

    [Fact]
    public void GetAllowed_TokensAcrossElements_AreFound()
    {
        var tester = GrammarTester.Schema("""{"type":"object","properties":{"name":{"type":"null"}},"required":["name"]}""");

        // "{", '{"' and nothing else; then the name byte by byte or as a token.
        Assert.Equal(2, tester.CountAllowed(""));
        Assert.Equal(2, tester.CountAllowed("{\""));
        Assert.Equal(1, tester.CountAllowed("{\"name\":null}"));
    }

    [Fact]
    public void Accept_MorePositionsThanAreKept_GoesOn()
    {
        var tester = new GrammarTester(new OutputConstraint(OutputConstraintKind.JsonObject));
        var first = new GrammarCursor(tester.Grammar);
        foreach (var value in "{\"a\":["u8)
        {
            first.Accept(value + 1);
        }

        var second = new GrammarCursor(tester.Grammar);
        foreach (var value in "{\"a\":"u8)
        {
            second.Accept(value + 1);
        }

        for (var i = 0; i < 3 * GrammarLimits.Sets; i++)
        {
            second.Accept('[' + 1);
        }

        Assert.True(tester.Grammar.Generation > 0);
        foreach (var value in "1]}"u8)
        {
            Assert.NotEqual(0UL, first.GetAllowed()[(value + 1) >> 6] >> ((value + 1) & 63) & 1);
            first.Accept(value + 1);
        }

        Assert.True(first.IsComplete);
        Assert.False(second.IsComplete);
    }

    [Fact]
    public void Takes_VeryAmbiguous_IsRefusedInTime()
    {
        var grammar = "root ::= (" + string.Join(" | ", Enumerable.Range(0, 3000).Select(static i => $"[a-z]{{1,{i % 50 + 1}}} \"{i}\"")) + ")";
        try
        {
            Assert.False(GrammarTester.Ebnf(grammar).Takes("aaaa"));
        }
        catch (InferenceException error)
        {
            Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        }
    }
}
