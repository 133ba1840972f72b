namespace KServe.Runtime.Pmml.Outputs;

/// <summary>An output of an inner model, and the slot where later models find it.</summary>
internal sealed record OutputAssignment(OutputField Output, int Slot);
