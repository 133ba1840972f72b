using KServe.Explainers.Tests.Support;

namespace KServe.Explainers.Tests.Data;

public sealed class FeatureTableTests
{
    [Fact]
    public void FromColumns_LengthsThatDiffer_AreRefused() => Assert.Throws<ArgumentException>(
        () => FeatureTable.FromColumns(new FeatureColumn("a", 1, 2), new FeatureColumn("b", 1)));

    [Fact]
    public void FromColumns_SameNames_AreRefused() => Assert.Throws<ArgumentException>(
        () => FeatureTable.FromColumns(new FeatureColumn("a", 1), new FeatureColumn("a", 1)));

    [Fact]
    public void FromMatrix_NamesOfOtherNumber_AreRefused() => Assert.Throws<ArgumentException>(
        () => FeatureTable.FromMatrix(new double[2, 2], ["a"]));

    [Fact]
    public void Sample_MoreRowsThanAsked_TakesDifferentOnesInOrder()
    {
        var table = FeatureTable.FromColumns(
            new FeatureColumn("a", [.. Enumerable.Range(0, 100).Select(static i => (double)i)]));
        var sampled = table.Sample(10, seed: 3).GetColumn(0);
        Assert.Equal(10, sampled.Distinct().Count());
        Assert.Equal(sampled.Order(), sampled);
        Assert.NotEqual(sampled, table.Sample(10, seed: 4).GetColumn(0));
        Assert.Same(table, table.Sample(100, seed: 3));
    }

    [Fact]
    public async Task LoadAsync_FileAboveTheLimit_IsRefused()
    {
        var file = Path.GetTempFileName();
        try
        {
            await using (var stream = File.OpenWrite(file))
            {
                stream.SetLength(FeatureTableReader.MaxBytes + 1L);
            }

            var error = await Assert.ThrowsAsync<InvalidDataException>(
                () => FeatureTable.LoadAsync(file, TestContext.Current.CancellationToken));
            Assert.Contains("at most 16777216", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task LoadAsync_ByteOrderMarkAndBadText_AreTakenAndRefused()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(
                file, [0xEF, 0xBB, 0xBF, .. "a\n1\n"u8], TestContext.Current.CancellationToken);
            var table = await FeatureTable.LoadAsync(file, TestContext.Current.CancellationToken);
            Assert.Equal(["a"], table.ColumnNames!);
            await File.WriteAllBytesAsync(file, [.. "a\n"u8, 0xFF], TestContext.Current.CancellationToken);
            var error = await Assert.ThrowsAsync<InvalidDataException>(
                () => FeatureTable.LoadAsync(file, TestContext.Current.CancellationToken));
            Assert.Contains("not UTF-8", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Select_SomeColumns_KeepsNamesAndLabels()
    {
        var table = FeatureTable.FromColumns(
            new FeatureColumn("a", 1, 2), new FeatureColumn("b", "x", "y"), new FeatureColumn("c", 3, 4));
        var selected = table.Select([2, 1]);
        Assert.Equal(["c", "b"], selected.ColumnNames!);
        Assert.Equal([3, 0, 4, 1], selected.Values.ToArray());
        Assert.Equal(["x", "y"], selected.GetLabels(1)!);
        Assert.Same(table, table.Select([0, 1, 2]));
    }

    [Fact]
    public void GetQuantiles_RepeatedValues_AreThereOnce()
    {
        var feature = Feature.Create("a", [1, 1, 1, 1, 5], isCategory: false, labels: null);
        Near.Equal([1], feature.GetQuantiles(4), 0);
        Assert.Equal([0, 4, 4, 5], new[] { 0.5, 1, 4, 5 }.Select(feature.CountAtMost));
    }

    [Fact]
    public void DrawCategory_ManyDraws_FollowTheFrequencies()
    {
        var feature = Feature.Create("a", [3, 7, 7, 7], isCategory: true, labels: null);
        var random = new Random(1);
        var draws = Enumerable.Range(0, 10_000).Select(_ => feature.DrawCategory(random)).ToArray();
        Assert.All(draws, static value => Assert.True(value is 3 or 7));
        Assert.InRange(draws.Count(static value => value == 3), 2300, 2700);
    }
}
