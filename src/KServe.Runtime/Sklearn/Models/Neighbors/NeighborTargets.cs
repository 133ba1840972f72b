using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Reads what the training rows of a neighbour model stand for.</summary>
internal static class NeighborTargets
{
    /// <summary>Reads <c>_y</c>: one number per row, or one per row and target.</summary>
    /// <exception cref="InvalidDataException">It is missing or of another length.</exception>
    public static Matrix Read(SklearnObject source, int rowCount)
    {
        var array = source.Array("_y");
        return array.IsNumeric && array.Shape.Length is 1 or 2 && array.Shape[0] == rowCount
            ? new Matrix(array.ToDoubles(), rowCount, array.Shape.Length == 1 ? 1 : array.Shape[1])
                { IsVector = array.Shape.Length == 1 }
            : throw source.Unexpected("_y", $"numbers for {rowCount} rows");
    }

    /// <summary>Reads <c>_y</c> and <c>classes_</c> of a classifier; every number is the position of a label.</summary>
    /// <exception cref="InvalidDataException">A position lies beyond the labels.</exception>
    public static (Matrix Positions, Labels[] Labels) ReadClasses(SklearnObject source, int rowCount)
    {
        var positions = Read(source, rowCount);
        var labels = source.Flag("outputs_2d_") ? ReadLabelLists(source) : [source.Labels("classes_")];
        if (labels.Length != positions.ColumnCount)
        {
            throw source.Unexpected("classes_", $"labels for {positions.ColumnCount} targets");
        }

        for (var i = 0; i < positions.Values.Length; i++)
        {
            if (!(positions.Values[i] >= 0 && positions.Values[i] < labels[i % labels.Length].Count))
            {
                throw source.Unexpected("_y", "positions of labels");
            }
        }

        return (positions, labels);
    }

    private static Labels[] ReadLabelLists(SklearnObject source) =>
    [
        .. source.List("classes_").Select(value => LabelReader.Read(value)
            ?? throw source.Unexpected("classes_", "a list of labels")),
    ];
}
