namespace KServe.Explainers.Tests.Data;

public sealed class CsvTableTests
{
    [Fact]
    public void Read_NumbersAndTexts_AreKeptApart()
    {
        var table = CsvTable.Read("age,pet,weight\r\n20,cat,1e3\r\n,\"a \"\"dog\"\",\n big\",NaN\r\n-1.5, cow ,NA");
        Assert.Equal((3, 3), (table.RowCount, table.ColumnCount));
        Assert.Equal(["age", "pet", "weight"], table.ColumnNames!);
        Assert.Equal([20, double.NaN, -1.5], table.GetColumn(0));
        Assert.Equal(["cat", "a \"dog\",\n big", "cow"], table.GetLabels(1)!);
        Assert.Equal([0, 1, 2], table.GetColumn(1));
        Assert.Equal([1000, double.NaN, double.NaN], table.GetColumn(2));
        Assert.Equal([0, double.NaN], CsvTable.Read("a,b\n1,x\n2,\n").GetColumn(1));
        Assert.Null(table.GetLabels(0));
    }

    [Fact]
    public void Read_BlankLines_AreSkipped()
    {
        var table = CsvTable.Read("a,b\n\n1,2\r\n\r\n3,4\n\n");
        Assert.Equal([1, 2, 3, 4], table.Values.ToArray());
    }

    [Fact]
    public void Read_HeaderAlone_HasNoRows()
    {
        var table = CsvTable.Read("a,b\n");
        Assert.Equal((0, 2), (table.RowCount, table.ColumnCount));
    }

    [Theory]
    [InlineData("", "line 1: a header was expected")]
    [InlineData("a,a\n1,2", "column 'a' is there twice")]
    [InlineData("a,b\n1\n", "line 2: 2 cells were expected")]
    [InlineData("a,b\n1,2\n1,2,3\n", "line 3: 2 cells were expected")]
    [InlineData("a,b\n1,\"2", "line 2: a quote is not closed")]
    [InlineData("a,b\n1,2\"\n", "line 2: a quote stands within a cell")]
    [InlineData("a,b\n1,\"2\"3\n", "line 2: a comma or the end of the line was expected after a quote")]
    public void Read_NoTable_NamesTheLine(string text, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => CsvTable.Read(text));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooManyCells_IsRefused() => Assert.Throws<InvalidDataException>(
        () => CsvTable.Read(
            string.Join(',', Enumerable.Range(0, 2048)) + "\n"
            + string.Concat(Enumerable.Repeat(new string(',', 2047) + "\n", 1025))));

    [Fact]
    public void Read_RandomMutations_AreTablesOrTypedErrors()
    {
        const string Good = "age,pet\n20,\"cat\"\n30,dog\n";
        var random = new Random(20);
        for (var i = 0; i < 10_000; i++)
        {
            var text = Good.ToCharArray();
            for (var k = random.Next(1, 5); k > 0; k--)
            {
                text[random.Next(text.Length)] = "\",\n\r1a \0"[random.Next(8)];
            }

            Mutations.Read(() => CsvTable.Read(new string(text)));
        }
    }
}
