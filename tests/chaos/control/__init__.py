"""The fault of the control: a report is acknowledged first and committed later. The storm must find it guilty."""
