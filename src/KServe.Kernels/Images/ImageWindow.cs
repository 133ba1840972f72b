using System.Runtime.InteropServices;

namespace KServe.Kernels.Images;

/// <summary>A part of a resized image.</summary>
/// <param name="ResizedWidth">The width of the whole image after resizing, in pixels.</param>
/// <param name="ResizedHeight">The height of the whole image after resizing, in pixels.</param>
/// <param name="Left">The first column that is wanted.</param>
/// <param name="Top">The first row that is wanted.</param>
/// <param name="Width">The columns that are wanted.</param>
/// <param name="Height">The rows that are wanted.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ImageWindow(
    int ResizedWidth,
    int ResizedHeight,
    int Left,
    int Top,
    int Width,
    int Height)
{
    internal void Validate(string name)
    {
        if (ResizedWidth < 1 || ResizedHeight < 1 || Left < 0 || Top < 0 || Width < 1 || Height < 1
            || Left > ResizedWidth - Width || Top > ResizedHeight - Height)
        {
            throw new ArgumentException("The window must lie within the resized image.", name);
        }
    }
}
