namespace KServe.Kernels.Linear;

/// <summary>The rows of a weight matrix as its file stores them, from which kernels build their own layout.</summary>
/// <remarks>Safe for concurrent reads.</remarks>
public interface IWeightRows
{
    /// <summary>Gets the number of rows: the outputs of the matrix.</summary>
    int Rows { get; }

    /// <summary>Gets the numbers in a row: the inputs of the matrix.</summary>
    int Columns { get; }

    /// <summary>Gets how the numbers are stored.</summary>
    WeightFormat Format { get; }

    /// <summary>Gets one row as it is stored, little-endian.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>The bytes, valid as long as the file is open.</returns>
    ReadOnlySpan<byte> GetRow(int row);

    /// <summary>Reads one row as numbers.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="destination">Takes <see cref="Columns"/> numbers.</param>
    void ReadRow(int row, Span<float> destination);
}
