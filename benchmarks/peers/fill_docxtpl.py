"""Fill a template with docxtpl, or with whatever goes by its name in this environment: argv is template, values, rounds.

Prints the seconds of each document, as JSON. A template is opened anew for each, as docxtpl has it.
"""

import io
import json
import sys
import time
from pathlib import Path

from docxtpl import DocxTemplate

template, values = Path(sys.argv[1]).read_bytes(), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
seconds = []
for number in range(int(sys.argv[3])):
    begun = time.perf_counter()
    document = DocxTemplate(io.BytesIO(template))
    document.render(values[number % len(values)], autoescape=True)
    document.save(io.BytesIO())
    seconds.append(time.perf_counter() - begun)
print(json.dumps(seconds))
