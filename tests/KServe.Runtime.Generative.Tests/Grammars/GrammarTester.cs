using System.Numerics;
using System.Text;
using KServe.Runtime.Generative.Grammars;

namespace KServe.Runtime.Generative.Tests.Grammars;

/// <summary>A grammar over a small vocabulary: every byte, some longer tokens, and an end.</summary>
internal sealed class GrammarTester
{
    public const int End = 0;
    private static readonly byte[][] Vocabulary = CreateVocabulary();
    private static readonly TokenTrie Trie = new(Vocabulary);
    private readonly ByteGraph _graph;

    public GrammarTester(OutputConstraint constraint)
    {
        _graph = GrammarReader.Read(constraint);
        Grammar = new CompiledGrammar(_graph, Trie, [End]);
    }

    public CompiledGrammar Grammar { get; }

    public static GrammarTester Schema(string schema) => new(new OutputConstraint(OutputConstraintKind.JsonSchema, schema));

    public static GrammarTester Regex(string pattern) => new(new OutputConstraint(OutputConstraintKind.Regex, pattern));

    public static GrammarTester Ebnf(string grammar) => new(new OutputConstraint(OutputConstraintKind.Grammar, grammar));

    /// <summary>Tells whether a text is taken as a whole.</summary>
    public bool Takes(string text)
    {
        var automaton = new GrammarAutomaton(_graph);
        var position = automaton.Start;
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            position = automaton.Step(position, value);
        }

        return position.IsComplete;
    }

    /// <summary>Writes a text by choosing among the tokens that are allowed, and checks each mask on the way.</summary>
    public string Write(Random random, int maxTokens)
    {
        var cursor = new GrammarCursor(Grammar);
        var bytes = new List<byte>();
        for (var i = 0; i < maxTokens; i++)
        {
            var allowed = cursor.GetAllowed().ToArray();
            var choices = Enumerable.Range(0, Vocabulary.Length).Where(token => (allowed[token >> 6] >> (token & 63) & 1) != 0)
                .ToArray();
            Assert.NotEmpty(choices);
            Assert.Equal(cursor.IsComplete, choices[0] == End);
            var token = choices[0] == End && (choices.Length == 1 || random.Next(3) == 0)
                ? End
                : choices[random.Next(choices[0] == End ? 1 : 0, choices.Length)];
            if (token == End)
            {
                return Encoding.UTF8.GetString([.. bytes]);
            }

            bytes.AddRange(Vocabulary[token]);
            cursor.Accept(token);
        }

        return "";
    }

    /// <summary>Counts the tokens that may come behind a text.</summary>
    public int CountAllowed(string text)
    {
        var cursor = new GrammarCursor(Grammar);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            cursor.Accept(value + 1);
        }

        return cursor.GetAllowed().ToArray().Sum(static word => BitOperations.PopCount(word));
    }

    private static byte[][] CreateVocabulary() =>
    [
        [],
        .. Enumerable.Range(0, 256).Select(static value => new[] { (byte)value }),
        .. new[] { "{\"", "\":", "\",", "\"}", "null", "true", "12", "é", "日", "name", "\\n", ", ", "[]", "{}", "0.", "-1", "abc", "ab" }
            .Select(Encoding.UTF8.GetBytes),
        [0xE6, 0x97],
        [0x22, 0xF0],
    ];
}
