using System.Runtime.InteropServices;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Vectors;

/// <summary>A coordinate of the input: a number, or 1 where a category matches.</summary>
/// <param name="Slot">Where the value lies.</param>
/// <param name="Category">The category; missing of a number.</param>
/// <param name="Coefficient">What a category counts.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct VectorField(int Slot, PmmlValue Category, double Coefficient);
