using System.Text;
using KServe.Runtime.Generative.Grammars;

namespace KServe.Runtime.Generative.Tests.Serving;

/// <summary>Writes a text of its own against a mask: where that forbids the next token, it takes any that is allowed.</summary>
/// <remarks>The tokens are all bytes, some longer ones that go over the borders of calls, and one that no text spells.</remarks>
internal sealed class StubbornWriter
{
    public const int End = 0;
    public const int Silent = 1;
    private static readonly byte[][] Vocabulary =
    [
        [],
        [],
        .. Enumerable.Range(0, 256).Select(static value => new[] { (byte)value }),
        .. new[]
        {
            "<tool_call>", "<tool", "_call>{\"", "_call>\n{\"name\": \"", ">{", ">\n", "</tool_call>", "}</tool_call>",
            "}}\n</tool_call>", "\"}}</tool_call> and <tool_call>", "[TOOL_CALLS]", "[TOOL", "_CALLS][{\"name\"",
            "_CALLS] [", "]f", "S]get_weather{\"", "[ARGS]{\"", "}]", "}] then", "<|python_tag|>", "<|python", "_tag|>{\"",
            "{\"name\": \"", "{\"city\": 7", "{\"", "\": ", "\": \"", "}; {\"", "; ", "Paris", " the", "\"}}", "}}", "7,",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly TokenTrie Trie = new(Vocabulary);
    private readonly GrammarCursor _cursor;

    public StubbornWriter(GrammarRules rules) =>
        _cursor = new GrammarCursor(new CompiledGrammar(ByteGraphBuilder.Build(rules), Trie, [End]));

    /// <summary>Gets whether the text may end here.</summary>
    public bool IsComplete => _cursor.IsComplete;

    /// <summary>Gets how many tokens were taken without a look at the vocabulary.</summary>
    public int FreeTokens { get; private set; }

    public static int TokenOf(string text) =>
        Array.FindIndex(Vocabulary, token => token.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(text)));

    /// <summary>Tells whether a token may come next.</summary>
    public bool Allows(int token) =>
        !_cursor.TryGetAllowed(out var allowed) || (allowed[token >> 6] >> (token & 63) & 1) != 0;

    /// <summary>Tells whether every token may come next.</summary>
    public bool AllowsAll() => !_cursor.TryGetAllowed(out _);

    /// <summary>Writes a token, which must be allowed.</summary>
    public void Accept(int token)
    {
        Assert.True(Allows(token));
        _cursor.Accept(token);
    }

    /// <summary>Writes a text as far as it can, and what is needed until the text may end.</summary>
    /// <returns>What was written.</returns>
    public string Write(string wish, Random random)
    {
        List<byte> written = [];
        var wanted = Encoding.UTF8.GetBytes(wish);
        for (var at = 0; at < wanted.Length || !IsComplete;)
        {
            Assert.True(written.Count < 20_000, "The writer finds no end.");
            var rest = wanted.AsSpan(Math.Min(at, wanted.Length)).ToArray();
            var likely = Enumerable.Range(2, Vocabulary.Length - 2)
                .Where(token => rest.AsSpan().StartsWith(Vocabulary[token])).ToArray();
            FreeTokens += AllowsAll() ? 1 : 0;
            var choices = likely.Where(Allows).ToArray();
            if (choices.Length == 0)
            {
                choices = [.. Enumerable.Range(2, Vocabulary.Length - 2).Where(IsWritable)];
            }

            // What stands in the way of its text is left behind, so that it comes to an end.
            var chosen = choices[random.Next(choices.Length)];
            at += likely.Contains(chosen) ? Vocabulary[chosen].Length : random.Next(2);
            written.AddRange(Vocabulary[chosen]);
            _cursor.Accept(chosen);
        }

        return Encoding.UTF8.GetString([.. written]);
    }

    // Texts inside of arguments go on for long unless the writer prefers to end them, and random bytes are no characters.
    private bool IsWritable(int token) =>
        Vocabulary[token].All(static value => value is >= (byte)' ' and < 0x7F) && Allows(token)
        && (!Allows(TokenOf("\"")) || token == TokenOf("\""));
}
