using System.Diagnostics.CodeAnalysis;

namespace KServe.Graphs;

/// <summary>Says that a condition cannot be read or evaluated.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Only conditions throw it, and always with a message.")]
internal sealed class ConditionException(string message) : FormatException(message);
