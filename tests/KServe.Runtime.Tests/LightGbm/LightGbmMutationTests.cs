using KServe.Runtime.Files;
using KServe.Runtime.LightGbm;
using KServe.Runtime.Tabular;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.LightGbm;

public sealed class LightGbmMutationTests
{
    [Theory]
    [InlineData("categorical", 4000, 1)]
    [InlineData("linear_tree", 3000, 2)]
    [InlineData("multiclass", 3000, 3)]
    public void Read_RandomMutations_AreReadOrRefused(string name, int count, int seed)
    {
        var content = File.ReadAllBytes(Path.Combine(FixtureCase.Root, "lightgbm", name, "model.txt"));
        var refused = Mutations.AssertSafe(content, count, seed, Use, ContentErrors.Is);
        Assert.InRange(refused, count / 10, count - 1);
    }

    private static void Use(byte[] content)
    {
        using var source = ByteSource.Wrap(content);
        var model = LightGbmReader.Read(source, LightGbmOptions.None, CancellationToken.None);
        var table = Table.FromMatrix(new double[model.ColumnCount], 1, model.ColumnCount);
        using var prediction = ModelOutputs.Compute(model, table, "predict");
    }
}
