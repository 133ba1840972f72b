using System.Text;
using KServe.Runtime.Pmml;
using KServe.Runtime.Tabular;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Pmml;

/// <summary>Random changes of real documents end in a model or in a typed refusal, never in anything else.</summary>
public sealed class PmmlFuzzTests
{
    private const int Mutations = 10_000;

    private static readonly string[] Words =
    [
        "-1", "0", "1e308", "NaN", "INF", "", "999999999999", "2000000000", "true", "x0", "y", "sum", "median",
        "selectFirst", "modelChain", "none", "defaultChild", "regression", "classification", "integer", "string",
        "date", "equal", "isMissing",
    ];

    [Fact]
    public void Load_TenThousandMutations_EndInAModelOrARefusal()
    {
        var originals = FixtureCase.Names("pmml")
            .Select(static name => File.ReadAllBytes(FixtureCase.Load("pmml", name).ModelFiles[0]))
            .Where(static bytes => bytes.Length < 10_000)
            .ToArray();
        var random = new Random(20_250_101);
        var loaded = 0;
        for (var i = 0; i < Mutations; i++)
        {
            loaded += TryLoad(Mutate(random, originals[random.Next(originals.Length)])) ? 1 : 0;
        }

        Assert.InRange(loaded, 500, Mutations - 500);
    }

    private static bool TryLoad(byte[] bytes)
    {
        PmmlModel model;
        try
        {
            using var stream = new MemoryStream(bytes);
            model = (PmmlModel)PmmlReader.Load(stream, "fuzz.pmml", CancellationToken.None);
        }
        catch (InferenceException)
        {
            return false;
        }

        var columns = model.ColumnNames.Select(static (name, index) => index % 2 == 0
            ? new TableColumn(name, [0.5, double.NaN, -1e300])
            : new TableColumn(name, ["1", null, "oslo"])).ToArray();
        foreach (var output in model.Outputs)
        {
            using var tensor = model.Compute(
                Table.FromColumns(3, columns), output, output.Name, new TensorPool(), CancellationToken.None);
            Assert.Equal(3, tensor.Shape[0]);
        }

        return true;
    }

    private static byte[] Mutate(Random random, byte[] original)
    {
        if (random.Next(3) == 0)
        {
            var bytes = (byte[])original.Clone();
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            return bytes;
        }

        var text = Encoding.UTF8.GetString(original);
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            text = random.Next(4) switch
            {
                0 => DeleteElement(random, text),
                1 => DeleteAttribute(random, text),
                _ => ReplaceValue(random, text),
            };
        }

        return Encoding.UTF8.GetBytes(text);
    }

    private static string ReplaceValue(Random random, string text)
    {
        var start = text.IndexOf("=\"", random.Next(text.Length), StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf('"', start + 2);
        var word = Words[random.Next(Words.Length)];
        return end < 0 ? text : string.Concat(text.AsSpan(0, start + 2), word, text.AsSpan(end));
    }

    private static string DeleteAttribute(Random random, string text)
    {
        var end = text.IndexOf("\" ", random.Next(text.Length), StringComparison.Ordinal);
        var start = end < 0 ? -1 : text.LastIndexOf(' ', end);
        return start < 0 ? text : text.Remove(start, end + 1 - start);
    }

    private static string DeleteElement(Random random, string text)
    {
        var start = text.IndexOf('<', random.Next(text.Length));
        var end = start < 0 ? -1 : text.IndexOf("/>", start, StringComparison.Ordinal);
        return end < 0 ? text : text.Remove(start, end + 2 - start);
    }
}
