using System.Text;

namespace KServe.Graphs.Tests.Conditions;

public sealed class ConditionFuzzTests
{
    private static readonly string[] Parts =
    [
        "a", "b", "0", "1", ".", "|", "#", "#(", "#[", "(", ")", "]", ")#", "[", "{", "}", "@this", "@", "==", "!=",
        "<", ">=", "%", "!%", "~true", "~*", "\"", "\\", "*", "?", ",", "!", " ", "é", "\ud83d", ":", "1e999", "NaN",
    ];

    private static readonly string[] Documents =
    [
        """{"a":[{"b":1},{"b":"x*"},{"a":[0,1,[2]]}],"b":{"a":"\ud83d","0":null},"0":true}""",
        """[1,-2.5e300,1e999,"a",null,false,[],{},{"a":{"a":{"b":[[]]}}}]""",
        "\"text\"",
        "0",
    ];

    [Fact]
    public void Evaluate_RandomPaths_NothingButTheTypedError()
    {
        var random = new Random(20);
        var documents = Documents.Select(static text => Encoding.UTF8.GetBytes(text)).ToArray();
        var parsed = 0;
        for (var i = 0; i < 60_000; i++)
        {
            var path = string.Concat(Enumerable.Range(0, random.Next(1, 14))
                .Select(_ => Parts[random.Next(Parts.Length)]));
            if (!GraphCondition.TryParse(path, out var condition, out var error))
            {
                Assert.NotEmpty(error);
                continue;
            }

            parsed++;
            var body = documents[random.Next(documents.Length)];
            using var document = GraphCondition.TryRead(body);
            _ = condition.IsMet(document!, body.Length);
        }

        Assert.InRange(parsed, 5_000, 55_000);
    }

    [Fact]
    public void TryRead_RandomBytes_IsNullOrADocument()
    {
        var random = new Random(21);
        var condition = ConditionText.Parse("a.#(b==x).*");
        var documents = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var body = Encoding.UTF8.GetBytes(Documents[random.Next(2)]);
            for (var flips = random.Next(3); flips > 0; flips--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            using var document = GraphCondition.TryRead(body);
            documents += document is null ? 0 : 1;
            _ = document is not null && condition.IsMet(document, body.Length);
        }

        Assert.InRange(documents, 1_000, 19_999);
    }

    [Theory]
    [InlineData("instances.#(modelId==\"x\")")]
    [InlineData("instances.#(tags.#(%\"*z*\"))#.tags.#")]
    [InlineData("[@this].#(instances.#(modelId!%\"m*\"))")]
    [InlineData("instances.#.tags.#(==q)|0")]
    public void Evaluate_TwiceTheBody_TakesTwiceTheWork(string path)
    {
        var once = Measure(path, 500);
        Assert.InRange(Measure(path, 1_000), once, (2.1 * once) + 100);
        Assert.InRange(Measure(path, 8_000), once, (16.8 * once) + 100);
    }

    [Fact]
    public void Evaluate_DocumentSelectedAgainAndAgain_IsStopped()
    {
        // Each stage multiplies what the next one visits by ten.
        var stage = $"[{string.Join(',', Enumerable.Repeat("@this", 10))}]";
        var path = string.Join('|', Enumerable.Repeat(stage, 12))
            + "|" + string.Join('.', Enumerable.Repeat("#", 13));
        var condition = ConditionText.Parse(path);
        var body = "[]"u8.ToArray();
        using var document = GraphCondition.TryRead(body);
        Assert.Throws<ConditionException>(() => condition.IsMet(document!, body.Length));
    }

    private static double Measure(string path, int instances)
    {
        var body = Encoding.UTF8.GetBytes(
            "{\"instances\":["
            + string.Join(',', Enumerable.Range(0, instances).Select(
                static i => $$"""{"name":"n","modelId":"m{{i % 7}}","tags":["a","b{{i % 5}}","ccc"]}"""))
            + "]}");
        using var document = GraphCondition.TryRead(body);
        var budget = new ConditionBudget(body.Length);
        var before = budget.Left;
        _ = ConditionText.Parse(path).Evaluate(document!, ref budget);
        return before - budget.Left;
    }
}
