namespace KServe.Runtime.Tabular;

/// <summary>Brings named columns into the order that a model was fitted with.</summary>
internal static class ColumnOrder
{
    /// <summary>
    /// Arranges the columns by the model's names; a matrix and a model without names stay as they are.
    /// </summary>
    /// <exception cref="InferenceException">A column is missing, unknown or there twice.</exception>
    public static Table Arrange(Table table, TabularModel model)
    {
        if (model.SelectsColumns || model.ColumnNames is not { } names || table.ColumnNames is null)
        {
            return table;
        }

        var columns = new TableColumn[names.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            var at = table.FindColumn(names[i]);
            columns[i] = at >= 0
                ? table.GetColumn(at)
                : throw InferenceException.InvalidArgument(
                    $"the column '{names[i]}' is missing, the model was trained with {Describe(names)}");
        }

        foreach (var name in table.ColumnNames)
        {
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                throw InferenceException.InvalidArgument(
                    $"the column '{name}' is not known, the model was trained with {Describe(names)}");
            }
        }

        return Table.FromColumns(table.RowCount, columns);
    }

    private static string Describe(IReadOnlyList<string> names)
    {
        const int Shown = 8;
        var shown = string.Join(", ", names.Take(Shown).Select(static name => $"'{name}'"));
        return names.Count > Shown ? $"{shown} and {names.Count - Shown} more" : shown;
    }
}
