using KServe.Runtime.Files;
using KServe.Runtime.Tabular;
using KServe.Runtime.Tests.Support;
using KServe.Runtime.XGBoost;

namespace KServe.Runtime.Tests.XGBoost;

public sealed class XgboostMutationTests
{
    [Theory]
    [InlineData("multi_softprob", "model.json", 4000, 1)]
    [InlineData("categorical_partition", "model.json", 4000, 2)]
    [InlineData("dart_binary", "model.json", 2000, 3)]
    [InlineData("multi_softprob", "model.ubj", 4000, 4)]
    [InlineData("categorical_partition", "model.ubj", 4000, 5)]
    [InlineData("gblinear_regression", "model.ubj", 2000, 6)]
    [InlineData("multi_softprob", "model.bst", 6000, 7)]
    [InlineData("dart_binary", "model.bst", 4000, 8)]
    public void Read_RandomMutations_AreReadOrRefused(string name, string file, int count, int seed)
    {
        var content = File.ReadAllBytes(Path.Combine(FixtureCase.Root, "xgboost", name, file));
        var refused = Mutations.AssertSafe(content, count, seed, Use, ContentErrors.Is);
        Assert.InRange(refused, count / 10, count - 1);
    }

    private static void Use(byte[] content)
    {
        using var source = ByteSource.Wrap(content);
        var model = XgboostReader.Read(source, CancellationToken.None);
        if (model.ColumnCount < 100)
        {
            var table = Table.FromMatrix(new float[model.ColumnCount], 1, model.ColumnCount);
            using var prediction = ModelOutputs.Compute(model, table, "predict");
        }
    }
}
