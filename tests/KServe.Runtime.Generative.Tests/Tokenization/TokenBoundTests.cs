using System.Text;
using KServe.Runtime.Generative.Tests.Support;
using KServe.Runtime.Generative.Tokenization;
using KServe.Runtime.Generative.Tokenization.Models;
using KServe.Runtime.Generative.Tokenization.Normalizers;
using KServe.Runtime.Generative.Tokenization.PreTokenizers;

namespace KServe.Runtime.Generative.Tests.Tokenization;

/// <summary>The fewest tokens of a text: never more than there are, and for long texts not far from it.</summary>
public sealed class TokenBoundTests
{
    private const int Rounds = 60;

    private static readonly string[] Units =
    [
        "a", "ab", " ", "  ", "\n", "\r\n", "\t", "\u00A0", "\u3000", "e\u0301", "\u0301", "A\u030A", "\u1E9B\u0323",
        "ﬁ", "K", "İ", "가", "ᄀ", "ᅡ", "ᆨ", "か\u3099", "漢", "😀", "\uD800", "\uDC00", "\u0600", "\u200D", "\u0000",
        "'s", "<|", "<|endoftext|>", "<unk>", "[UNK]", "[MASK]", "<mask>", "<s>", "</s>", "▁", "\u00AD", "0", "12345",
        "the", " the", "internationalization", " ", "----------------", "================", "        ", "É", "!",
    ];

    public static TheoryData<string> Names => [.. TokenizerFixture.Names];

    public static TheoryData<string, int> Bounded => new()
    {
        { "bpe-gpt2", 1000 }, { "bpe-llama3", 1000 }, { "bpe-qwen2", 1000 }, { "bpe-roberta", 1000 },
        { "bpe-metaspace-bytefallback", 1000 },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void CountAtLeast_AnyText_IsNeverMoreThanThereAre(string name)
    {
        var tokenizer = TokenizerFixture.Load(name);
        var random = new Random(5);
        string[] own = [.. Enumerable.Range(0, tokenizer.VocabularySize)
            .Select(id => Encoding.UTF8.GetString(tokenizer.GetTokenBytes(id)))
            .OrderByDescending(static text => text.Length).Take(40)];
        foreach (var unit in Units.Concat(own))
        {
            Check(tokenizer, unit);
            Check(tokenizer, string.Concat(Enumerable.Repeat(unit, 50)));
        }

        for (var round = 0; round < Rounds; round++)
        {
            var text = new StringBuilder();
            for (var i = 0; i < 60; i++)
            {
                text.Append(random.Next(4) switch
                {
                    0 => own[random.Next(own.Length)],
                    1 => ((char)random.Next(0x20, 0x7F)).ToString(),
                    2 => ((char)random.Next(0x10000)).ToString(),
                    _ => Units[random.Next(Units.Length)],
                });
            }

            Check(tokenizer, text.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Bounded))]
    public void CountAtLeast_MillionOfOneLetter_IsMany(string name, int least)
    {
        var tokenizer = TokenizerFixture.Load(name);
        foreach (var letter in "aQ7.")
        {
            Assert.InRange(tokenizer.CountAtLeast(new string(letter, 1 << 20)), least, 1 << 20);
        }
    }

    [Theory]
    [InlineData("wordpiece-cased")]
    [InlineData("wordpiece-uncased")]
    public void CountAtLeast_WordsOfAnyLengthMayBeUnknown_SaysNothing(string name) =>
        Assert.Equal(0, TokenizerFixture.Load(name).CountAtLeast(new string('a', 10_000)));

    [Fact]
    public void EncodeToIds_FarTooLong_IsNotTokenized()
    {
        var model = new CountingModel(Letters());
        var tokenizer = new Tokenizer(new TokenizerParts { Model = model });
        Assert.Null(tokenizer.EncodeToIds(new string('a', 1 << 20), true, 1000, out var least));
        Assert.Equal(((1 << 20) + 2) / 3, least);
        Assert.Equal(0, model.Calls);
        Assert.Equal([2, 3], tokenizer.EncodeToIds("aaab", true, 1000, out _)!);
        Assert.Equal(1, model.Calls);
    }

    [Fact]
    public void EncodeToIds_TooLong_EndsBehindTheFirstTokenTooMany()
    {
        // Where a step drops text nothing can be said of it: only the tokens themselves tell.
        var model = new CountingModel(Letters());
        var tokenizer = new Tokenizer(new TokenizerParts
        {
            Model = model,
            PreTokenizer = new SplitPreTokenizer(new LiteralPattern(" "), SplitBehavior.Removed),
        });
        var text = string.Concat(Enumerable.Repeat("b ", 5000));
        Assert.Null(tokenizer.EncodeToIds(text, true, 100, out var least));
        Assert.Equal((101L, 101), (least, model.Calls));
        Assert.Equal(5000, tokenizer.EncodeToIds(text, true, 5000, out least)!.Length);
        Assert.Equal(5000, least);
    }

    [Fact]
    public void CountAtLeast_StepsThatShrink_CountWhatIsLeft()
    {
        var tokens = Letters();
        Assert.Equal(0, Count(new StripNormalizer(true, true), new string(' ', 100)));
        Assert.Equal(34, Count(new StripNormalizer(true, true), new string('a', 100)));
        Assert.Equal(0, Count(new ReplaceNormalizer(new LiteralPattern("a"), ""), new string('a', 100)));
        Assert.Equal(100, Count(new ReplaceNormalizer(new LiteralPattern("a"), "b"), new string('a', 100)));
        Assert.Equal(0, Count(new ReplaceNormalizer(new LiteralPattern("aa"), "b"), new string('a', 100)));
        Assert.Equal(100, Count(new LowercaseNormalizer(), new string('B', 100)));
        Assert.Equal(0, Count(new ReplaceNormalizer(new CharacterPattern(static _ => true), ""), "aaa"));

        long Count(Normalizer normalizer, string text)
        {
            var parts = new TokenizerParts { Model = tokens, Normalizer = normalizer };
            return TokenBound.Of(parts)?.CountAtLeast(text) ?? 0;
        }
    }

    [Fact]
    public void CountAtLeast_AddedTokens_CoverWhatTheySpellAndWhiteSpaceBesideThem()
    {
        var parts = new TokenizerParts
        {
            Model = Letters(),
            Added = [new AddedToken(9, new string('b', 50)) { StripsRight = true }],
        };
        Assert.Equal(2, TokenBound.Of(parts)!.CountAtLeast(new string('b', 100) + new string(' ', 100)));
    }

    private static void Check(Tokenizer tokenizer, string text)
    {
        var least = tokenizer.CountAtLeast(text);
        var count = tokenizer.EncodeToIds(text, addSpecialTokens: false).Length;
        Assert.True(least <= count, $"at least {least} tokens, and it has {count}: {Convert.ToHexString(
            Encoding.BigEndianUnicode.GetBytes(text))}");
        Assert.Equal(count, tokenizer.EncodeToIds(text, false, count, out _)!.Length);
        if (count > 0)
        {
            Assert.Null(tokenizer.EncodeToIds(text, false, count - 1, out least));
            Assert.InRange(least, 1, count);
        }
    }

    // Three letters, and "aaa" as the longest token; a blank is one, too.
    private static BpeModel Letters()
    {
        var vocabulary = Vocabulary.FromList(["a", "aa", "aaa", "b", " "]);
        return new BpeModel(
            vocabulary,
            new Dictionary<ulong, (int Rank, int Id)> { [BpeRule.Key(0, 0)] = (0, 1), [BpeRule.Key(1, 0)] = (1, 2) },
            new BpeOptions());
    }

    private sealed class CountingModel(TokenizerModel inner) : TokenizerModel(inner.Vocabulary)
    {
        public int Calls { get; private set; }

        public override void Tokenize(ReadOnlySpan<char> word, int origin, TokenBuffer output)
        {
            Calls++;
            inner.Tokenize(word, origin, output);
        }

        public override TokenWeights? Weigh() => inner.Weigh();
    }
}
