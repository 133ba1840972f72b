using System.Text.Json;

namespace KServe.Runtime.Generative.Tokenization.Reading;

/// <summary>Reads tokens, scores and merges, and holds their limits.</summary>
internal static class VocabularyReader
{
    /// <summary>The most tokens of a vocabulary.</summary>
    public const int MostTokens = 1 << 23;

    /// <summary>The most UTF-16 units of a token.</summary>
    public const int LongestToken = 1 << 16;

    private const int MostMerges = 1 << 24;

    /// <summary>Reads an object of tokens and their ids.</summary>
    public static Vocabulary ReadMap(JsonField field)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var highest = -1;
        foreach (var (name, value) in field.Members())
        {
            var id = value.Int(0, MostTokens - 1);
            CheckLength(field, name);
            ids[name] = id;
            highest = Math.Max(highest, id);
        }

        var tokens = new string?[highest + 1];
        foreach (var (token, id) in ids)
        {
            tokens[id] = token;
        }

        return new Vocabulary(ids, tokens);
    }

    /// <summary>Reads an array of tokens and their scores.</summary>
    public static (List<string> Tokens, double[] Scores) ReadScored(JsonField field)
    {
        List<string> tokens = [];
        List<double> scores = [];
        foreach (var item in field.Items())
        {
            if (tokens.Count == MostTokens)
            {
                throw field.Error($"has more than {MostTokens} tokens");
            }

            var element = item.Element;
            if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() != 2
                || element[1].ValueKind != JsonValueKind.Number || !element[1].TryGetDouble(out var score)
                || !double.IsFinite(score))
            {
                throw item.Error("must be a token and its score");
            }

            tokens.Add((item with { Element = element[0] }).Text());
            CheckLength(field, tokens[^1]);
            scores.Add(score);
        }

        return (tokens, [.. scores]);
    }

    /// <summary>Reads merges: pairs of tokens, or texts with a blank between both.</summary>
    public static List<(string Left, string Right)> ReadMerges(JsonField field)
    {
        List<(string Left, string Right)> merges = [];
        foreach (var item in field.Items())
        {
            if (merges.Count == MostMerges)
            {
                throw field.Error($"has more than {MostMerges} entries");
            }

            var element = item.Element;
            if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 2)
            {
                merges.Add(((item with { Element = element[0] }).Text(), (item with { Element = element[1] }).Text()));
                continue;
            }

            var text = element.ValueKind == JsonValueKind.String ? item.Text() : "";
            var blank = text.IndexOf(' ', StringComparison.Ordinal);
            if (blank < 0 || text.IndexOf(' ', blank + 1) >= 0)
            {
                throw item.Error("must be two tokens, in an array or with a blank between them");
            }

            merges.Add((text[..blank], text[(blank + 1)..]));
        }

        return merges;
    }

    private static void CheckLength(JsonField field, string token)
    {
        if (token.Length > LongestToken)
        {
            throw field.Error($"holds a token of more than {LongestToken} characters");
        }
    }
}
