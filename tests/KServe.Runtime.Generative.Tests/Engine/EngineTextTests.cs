using KServe.Runtime.Generative.Engine;
using KServe.Runtime.Generative.Sampling;
using KServe.Runtime.Generative.Tests.Fakes;

namespace KServe.Runtime.Generative.Tests.Engine;

public sealed class EngineTextTests
{
    private static readonly int[] Prompt = TestEngine.Prompt(5, 1);

    [Fact]
    public void Step_Text_IsThatOfItsTokens()
    {
        var answer = Run(TestEngine.Greedy(30));
        Assert.Equal(string.Concat(answer.Tokens.Select(LetterText.GetText)), answer.Text);
    }

    [Fact]
    public void Step_StopText_EndsTheAnswerAtTheTokenThatCompletesIt()
    {
        var whole = Run(TestEngine.Greedy(30));
        for (var start = 1; start < whole.Text.Length - 4; start++)
        {
            var stop = whole.Text.Substring(start, 4);
            var sampling = TestEngine.Greedy(30) with { Stop = [stop] };
            var answer = Run(sampling);
            var end = whole.Text.IndexOf(stop, StringComparison.Ordinal) + 4;
            Assert.Equal(whole.Text[..(end - 4)], answer.Text);
            Assert.Equal(FinishReason.Stop, answer.FinishReason);
            var tokens = string.Concat(answer.Tokens.Select(LetterText.GetText));
            Assert.StartsWith(whole.Text[..end], tokens, StringComparison.Ordinal);
            Assert.InRange(tokens.Length, end, end + 1);

            Assert.Equal(whole.Text[..end], Run(sampling with { IncludesStop = true }).Text);
        }
    }

    [Fact]
    public void Step_StopTextBeforeMinTokens_IsPassed()
    {
        var whole = Run(TestEngine.Greedy(30));
        var sampling = TestEngine.Greedy(30) with { Stop = [whole.Text[..2]], MinTokens = 10 };
        var answer = Run(sampling);
        Assert.True(answer.Tokens.Count > 10);
        Assert.StartsWith(whole.Text[..2], answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Step_StopToken_HasNoTextUnlessItIsAskedFor()
    {
        var whole = Run(TestEngine.Greedy(30));
        var sampling = TestEngine.Greedy(30) with { StopTokenIds = [whole.Tokens[6]] };
        var answer = Run(sampling);
        var before = string.Concat(answer.Tokens.SkipLast(1).Select(LetterText.GetText));
        Assert.Equal(before, answer.Text);
        var whenKept = Run(sampling with { IncludesStop = true });
        Assert.Equal(before + LetterText.GetText(whole.Tokens[6]), whenKept.Text);
    }

    [Fact]
    public void Step_BadWords_AreNotWritten()
    {
        var whole = Run(TestEngine.Greedy(30));
        var sampling = TestEngine.Greedy(30) with { BadWords = ["anything"] };
        var engine = new TestEngine(text: new FixedWords([whole.Tokens[2], whole.Tokens[3]]));
        var generation = engine.Submit(Prompt, sampling);
        engine.RunToEnd();
        var tokens = TestEngine.Read(generation)[0].Tokens;
        Assert.Equal(whole.Tokens[..3], tokens[..3]);
        Assert.NotEqual(whole.Tokens[3], tokens[3]);
    }

    [Fact]
    public void Submit_StopTextWithoutTokenizer_IsRefused()
    {
        var engine = new TestEngine();
        var error = Assert.Throws<InferenceException>(
            () => engine.Submit([1], new SamplingParameters { Stop = ["x"] }));
        Assert.Contains("stop", error.Message, StringComparison.Ordinal);
    }

    private static Answer Run(SamplingParameters sampling) =>
        TestEngine.Alone(Prompt, sampling, text: new LetterText())[0];

    private sealed class FixedWords(int[] tokens) : ITokenText
    {
        private readonly LetterText _letters = new();

        public ITextDecoder CreateDecoder(ReadOnlySpan<int> prompt, bool skipSpecialTokens) =>
            _letters.CreateDecoder(prompt, skipSpecialTokens);

        public int[] Encode(string text) => tokens;
    }
}
