using KServe.Runtime.Files;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Numpy;

/// <summary>Reads one array in the .npy format.</summary>
internal static class NpyReader
{
    /// <summary>Reads an array of plain elements.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or holds Python values.</exception>
    public static NumpyArray Read(FileSource source) => Read(source, null);

    /// <summary>Reads an array.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="readObjects">Reads an array of Python values; <see langword="null"/> refuses it.</param>
    public static NumpyArray Read(FileSource source, Func<FileSource, object?>? readObjects)
    {
        var header = NpyHeader.Read(source);
        if (header.Type.Kind != NumpyKind.Object)
        {
            var bytes = source.ReadBytes(NumpyArrayFactory.ByteCount(header.Type, header.Shape));
            return NumpyArrayFactory.Create(header.Type, header.Shape, bytes, header.IsFortranOrder);
        }

        return readObjects is null
            ? throw new InvalidDataException("arrays of Python values are not supported")
            : readObjects(source) as NumpyArray
                ?? throw new InvalidDataException("an array of Python values is damaged");
    }
}
