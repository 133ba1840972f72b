using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Models;

/// <summary>A column that requests give.</summary>
/// <param name="Name">The name of the field.</param>
/// <param name="Type">Its type.</param>
/// <param name="Slot">Where its value lies in a row.</param>
/// <param name="IsOptional">Whether it may be left out, and then is missing.</param>
/// <param name="IsActive">Whether the model computes with it; others are taken only from columns of their name.</param>
internal sealed record ModelInput(string Name, PmmlType Type, int Slot, bool IsOptional, bool IsActive);
