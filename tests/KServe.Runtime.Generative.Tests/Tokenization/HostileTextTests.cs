using KServe.Runtime.Generative.Tests.Support;
using KServe.Runtime.Generative.Tokenization;

namespace KServe.Runtime.Generative.Tests.Tokenization;

/// <summary>Counts the steps of hostile texts: twice the text may cost little more than twice the steps.</summary>
public sealed class HostileTextTests
{
    private const int Length = 6_000;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in TokenizerFixture.Names)
            {
                foreach (var unit in new[] { "a", "ab", "!", " ", "\n", "\u0301", "😀", "0", "<|", "'s", "▁", "\uD800" })
                {
                    data.Add(name, unit);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Tokenize_OneUnitRepeated_TakesStepsInProportion(string name, string unit)
    {
        var tokenizer = TokenizerFixture.Load(name);
        var once = CountSteps(tokenizer, unit, Length);
        var twice = CountSteps(tokenizer, unit, 2 * Length);
        Assert.True(twice <= (2.2 * once) + 1000, $"{once} steps became {twice}");
    }

    [Fact]
    public void Encode_OneLongWord_GivesOffsetsToItsEnd()
    {
        var tokenizer = TokenizerFixture.Load("bpe-gpt2");
        var encoding = tokenizer.Encode(new string('a', 300_000));
        Assert.Equal(300_000, encoding.Offsets[^1].End);
    }

    [Fact]
    public void Parse_DeepJson_IsRefused()
    {
        var text = string.Concat(Enumerable.Repeat("{\"model\":", 100_000));
        var error = Assert.Throws<InferenceException>(() => Tokenizer.Parse(System.Text.Encoding.UTF8.GetBytes(text)));
        Assert.StartsWith("tokenizer.json: ", error.Message, StringComparison.Ordinal);
    }

    private static long CountSteps(Tokenizer tokenizer, string unit, int length)
    {
        var buffer = new TokenBuffer();
        tokenizer.Tokenize(string.Concat(Enumerable.Repeat(unit, length / unit.Length)), buffer);
        return buffer.Merges.Steps + buffer.Lattice.Steps + buffer.Count;
    }
}
