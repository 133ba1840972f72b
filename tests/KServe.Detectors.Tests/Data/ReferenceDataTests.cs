using KServe.Detectors.Tests.Golden;

namespace KServe.Detectors.Tests.Data;

public sealed class ReferenceDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kserve-reference-").FullName;

    [Theory]
    [InlineData("rows-f8.npy", 3, 0.25)]
    [InlineData("rows-f4-fortran.npy", 3, 0.25)]
    [InlineData("rows-i8.npy", 2, 1)]
    [InlineData("column-i4.npy", 1, 1)]
    public void FromFile_ArraysOfNumPy_AreRead(string name, int columns, double step)
    {
        var data = ReferenceData.FromFile(GoldenFile.PathOf(name));
        Assert.Equal(columns, data.Columns);
        Assert.Equal(Enumerable.Range(0, data.Values.Length).Select(i => i * step), data.Values);
        Assert.Equal("f0", data.FeatureNames[0]);
    }

    [Fact]
    public void FromFile_Csv_NamesColumns()
    {
        var data = ReferenceData.FromFile(Write("a, \"b\"\n1,2.5\r\n\n-3e2,4\n"));
        Assert.Equal(["a", "b"], data.FeatureNames);
        Assert.Equal([1, 2.5, -300, 4], data.Values);
        Assert.Equal(2, data.Rows);
    }

    [Theory]
    [InlineData("a,b\n1,x\n", "line 2, column 1")]
    [InlineData("a,b\n1\n", "line 2")]
    [InlineData("a,b\n1,2,3\n", "line 2")]
    [InlineData("a,b\n1,NaN\n", "row 0, column 1")]
    [InlineData("a,b\n", "0 values")]
    [InlineData("", "names of the columns")]
    public void FromFile_WrongCsv_SaysWhere(string content, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => ReferenceData.FromFile(Write(content)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromFile_ArrayOfTexts_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => ReferenceData.FromFile(GoldenFile.PathOf("text.npy")));

    [Fact]
    public void FromFile_AnyDamagedArray_IsReadOrRefused()
    {
        var random = new Random(7);
        var good = File.ReadAllBytes(GoldenFile.PathOf("rows-f8.npy"));
        var refused = 0;
        for (var i = 0; i < 2000; i++)
        {
            var bad = good[..random.Next(good.Length + 1)];
            for (var flips = random.Next(3); flips > 0 && bad.Length > 0; flips--)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            try
            {
                NpyTable.Read(bad, "x");
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.True(refused > 1000);
    }

    [Fact]
    public void FromRows_NoWholeRows_Throws()
    {
        Assert.Throws<InvalidDataException>(() => ReferenceData.FromRows([1, 2, 3], 2));
        Assert.Throws<InvalidDataException>(() => ReferenceData.FromRows([1, double.NaN], 2));
        Assert.Throws<InvalidDataException>(() => ReferenceData.FromRows([1, 2], 2, ["a"]));
        Assert.Throws<InvalidDataException>(() => ReferenceData.FromRows([1, 2], 0));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string content)
    {
        var path = Path.Combine(_folder, "rows.csv");
        File.WriteAllText(path, content);
        return path;
    }
}
