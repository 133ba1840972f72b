using System.Text;

namespace KServe.Explainers.Tests.Data;

public sealed class JsonTableTests
{
    [Theory]
    [InlineData("""{"columns":["a","b"],"data":[[1,"x"],[null,"y"]]}""")]
    [InlineData("""[{"a":1,"b":"x"},{"b":"y","a":null,"c":3}]""")]
    public void Read_Named_HasNamesAndTexts(string json)
    {
        var table = Read(json);
        Assert.Equal(["a", "b"], table.ColumnNames!);
        Assert.Equal([1, double.NaN], table.GetColumn(0));
        Assert.Equal(["x", "y"], table.GetLabels(1)!);
    }

    [Fact]
    public void Read_Rows_HaveNoNames()
    {
        var table = Read("[[1, true, \"x\"], [2.5, false, \"y\"]]");
        Assert.Null(table.ColumnNames);
        Assert.Equal([1, 1, 0, 2.5, 0, 1], table.Values.ToArray());
        Assert.Equal(["x", "y"], table.GetLabels(2)!);
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("3", "a list of rows")]
    [InlineData("{\"columns\":[\"a\"]}", "a list of rows")]
    [InlineData("{\"columns\":[1],\"data\":[]}", "names of columns are texts")]
    [InlineData("{\"columns\":[\"a\",\"a\"],\"data\":[]}", "twice")]
    [InlineData("[[1,2],[3]]", "row 1: a list of 2 cells")]
    [InlineData("[[1,[2]]]", "a cell is")]
    [InlineData("[{\"a\":1},{\"b\":1}]", "row 1: an object with 'a'")]
    [InlineData("[{\"a\":1},3]", "row 1: an object with 'a'")]
    [InlineData("[[[[[[[[[[[[1]]]]]]]]]]]]", "not JSON")]
    [InlineData("[[\"\\ud800\"]]", "not Unicode")]
    public void Read_NoTable_SaysWhy(string json, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(json));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RandomMutations_AreTablesOrTypedErrors()
    {
        var good = """{"columns":["a","b"],"data":[[1,"x"],[null,"y"]]}"""u8.ToArray();
        var random = new Random(21);
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = (byte[])good.Clone();
            for (var k = random.Next(1, 4); k > 0; k--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0
                    ? (byte)random.Next(256)
                    : "[]{},:\"1\\u"u8[random.Next(10)];
            }

            Mutations.Read(() => JsonTable.Read(bytes));
        }
    }

    private static FeatureTable Read(string json) => JsonTable.Read(Encoding.UTF8.GetBytes(json));
}
