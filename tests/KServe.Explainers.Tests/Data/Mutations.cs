namespace KServe.Explainers.Tests.Data;

/// <summary>Lets a reader fail in the one way it may.</summary>
internal static class Mutations
{
    public static void Read(Func<FeatureTable> read)
    {
        try
        {
            var table = read();
            Assert.Equal(table.RowCount * table.ColumnCount, table.Values.Length);
        }
        catch (InvalidDataException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }
}
