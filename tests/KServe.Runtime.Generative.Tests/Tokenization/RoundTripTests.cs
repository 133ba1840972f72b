using System.Text;
using KServe.Runtime.Generative.Tests.Support;
using KServe.Runtime.Generative.Tokenization;

namespace KServe.Runtime.Generative.Tests.Tokenization;

public sealed class RoundTripTests
{
    private static readonly int[][] Alphabets =
    [
        [.. Enumerable.Range(32, 95)],
        [' ', '\n', '\r', '\t', 'a', '\u00A0', '\u3000', '\u2028'],
        ['\'', 's', 'S', 't', 'r', 'e', 'v', 'l', 'd', 'm', '\u017F', ' '],
        [.. Enumerable.Range('0', 10), '\u0660', '\u2460', '\u216B', 'x'],
        [0x1F600, 0x1F468, 0x200D, 0x10400, 0x20000, 0xFE0F, 'z'],
        ['e', 0x301, 0x327, 'A', 0x30A, 0xE9, 0x1E9E, 0x130],
        [0xAC00, 0x1100, 0x1161, 0x11A8, 0x3042, 0x4E2D, 0x0E01],
    ];

    [Theory]
    [InlineData("bpe-gpt2")]
    [InlineData("bpe-llama3")]
    [InlineData("bpe-roberta")]
    public void Decode_OfEncode_GivesTheText(string name)
    {
        var tokenizer = TokenizerFixture.Load(name);
        foreach (var text in RandomTexts(seed: 1, count: 600))
        {
            Assert.Equal(text, tokenizer.Decode(tokenizer.EncodeToIds(text, addSpecialTokens: false)));
        }
    }

    [Fact]
    public void Decode_OfEncodeThatNormalizes_IsStable()
    {
        var tokenizer = TokenizerFixture.Load("bpe-qwen2");
        foreach (var text in RandomTexts(seed: 2, count: 600))
        {
            var ids = tokenizer.EncodeToIds(text);
            var decoded = tokenizer.Decode(ids);
            Assert.Equal(ids, tokenizer.EncodeToIds(decoded));
        }
    }

    [Fact]
    public void Encode_LoneSurrogates_CountAsReplacementCharacters()
    {
        var tokenizer = TokenizerFixture.Load("bpe-gpt2");
        Assert.Equal(tokenizer.EncodeToIds("a\uFFFDb\uFFFD"), tokenizer.EncodeToIds("a\uD800b\uDC00"));
        Assert.Equal(tokenizer.EncodeToIds("\uFFFD😀"), tokenizer.EncodeToIds("\uD83D😀"));
    }

    [Fact]
    public void GetTokenBytes_OfByteLevelTokens_AreTheTextsBytes()
    {
        var tokenizer = TokenizerFixture.Load("bpe-qwen2");
        foreach (var text in RandomTexts(seed: 3, count: 100))
        {
            var ids = tokenizer.EncodeToIds(text);
            var bytes = ids.SelectMany(tokenizer.GetTokenBytes).ToArray();
            Assert.Equal(tokenizer.Decode(ids), System.Text.Encoding.UTF8.GetString(bytes));
        }
    }

    [Fact]
    public void GetTokenBytes_OfByteFallbackTokens_AreBytesAndBlanks()
    {
        var tokenizer = TokenizerFixture.Load("bpe-metaspace-bytefallback");
        Assert.Equal([0xE2], tokenizer.GetTokenBytes(tokenizer.TokenToId("<0xE2>")!.Value));
        Assert.Equal(" "u8.ToArray(), tokenizer.GetTokenBytes(tokenizer.TokenToId("▁")!.Value));
        Assert.Empty(tokenizer.GetTokenBytes(-1));
    }

    [Theory]
    [MemberData(nameof(AllNames))]
    public void Stream_OfRandomIds_EqualsDecode(string name)
    {
        var tokenizer = TokenizerFixture.Load(name);
        var random = new Random(4);
        for (var round = 0; round < 200; round++)
        {
            var ids = new int[random.Next(1, 30)];
            for (var i = 0; i < ids.Length; i++)
            {
                ids[i] = random.Next(-1, tokenizer.VocabularySize + 2);
            }

            var stream = tokenizer.CreateDetokenizer(round % 2 == 0);
            var text = new StringBuilder();
            foreach (var id in ids)
            {
                text.Append(stream.Append(id));
                Assert.False(text.Length > 0 && char.IsHighSurrogate(text[^1]));
            }

            text.Append(stream.Complete());
            Assert.Equal(tokenizer.Decode(ids, round % 2 == 0), text.ToString());
        }
    }

    [Fact]
    public void Stream_OfSplitCharacter_HoldsItBack()
    {
        var tokenizer = TokenizerFixture.Load("bpe-gpt2");
        var ids = "\U0001F9EC"u8.ToArray()
            .Select(value => tokenizer.TokenToId(Generative.Tokenization.Text.ByteAlphabet.ToChar(value).ToString())!.Value)
            .ToArray();
        var stream = tokenizer.CreateDetokenizer();
        Assert.Equal(["", "", "", "\U0001F9EC"], ids.Select(stream.Append));
        Assert.Equal("", stream.Append(ids[0]));
        Assert.Equal("\uFFFD", stream.Complete());
    }

    [Fact]
    public void Encode_ManyThreads_GivesTheSame()
    {
        var tokenizer = TokenizerFixture.Load("bpe-llama3");
        var texts = RandomTexts(seed: 5, count: 200).ToArray();
        var expected = texts.Select(text => tokenizer.EncodeToIds(text)).ToArray();
        var fresh = TokenizerFixture.Load("bpe-llama3");
        Parallel.For(0, 800, i => Assert.Equal(expected[i % 200], fresh.EncodeToIds(texts[i % 200])));
    }

    [Fact]
    public void EncodeBatch_Padding_FillsToTheLongest()
    {
        var tokenizer = TokenizerFixture.Load("wordpiece-uncased");
        var options = new EncodingOptions { Padding = new PaddingOptions { MultipleOf = 4, PadToken = "[PAD]" } };
        var batch = tokenizer.EncodeBatch([("a", null), ("the quick river", "b")], options);
        Assert.Equal(batch[1].Ids.Count, batch[0].Ids.Count);
        Assert.Equal(0, batch[0].Ids.Count % 4);
        Assert.Equal(3, batch[0].AttentionMask.Sum());
        Assert.Equal("[PAD]", batch[0].Tokens[^1]);
        var left = tokenizer.Encode("a", new EncodingOptions
        {
            Padding = new PaddingOptions { Length = 5, Direction = TextSide.Left, PadId = 7 },
        });
        Assert.Equal([7, 7], left.Ids.Take(2));
        Assert.Equal([0, 0, 1, 1, 1], left.AttentionMask);
    }

    public static TheoryData<string> AllNames => [.. TokenizerFixture.Names];

    private static IEnumerable<string> RandomTexts(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var builder = new StringBuilder();
            for (var parts = random.Next(1, 5); parts > 0; parts--)
            {
                var alphabet = Alphabets[random.Next(Alphabets.Length)];
                for (var length = random.Next(1, 12); length > 0; length--)
                {
                    builder.Append(char.ConvertFromUtf32(alphabet[random.Next(alphabet.Length)]));
                }
            }

            yield return builder.ToString();
        }
    }
}
